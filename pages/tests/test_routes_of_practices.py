"""Whatever way of Wagtail is taken: nothing unscreened is published, nothing of one's own is decided about."""
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowPage, WorkflowTask
from wagtail_localize.models import Translation

from accounts.models import User
from cities.models import CityMembership
from pages.roles import ensure_groups
from practices.choices import State
from practices.folders import ensure_folders, folder
from practices.models import Practice, PracticeFolder, PracticePage
from practices.tests.editing import edit_url, form_data
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_editor, make_person, published, submitted
from practices.tests.test_admin_translating import translate_everything

pytestmark = pytest.mark.django_db
ROLES = ("editor", "reviewer", "coordinator", "administrator", "superuser")


@pytest.fixture(autouse=True)
def groups(db):
    ensure_folders()
    ensure_groups()


def person(role, city=None):
    """Somebody with a role, and the permissions that the site gives to it."""
    if role == "superuser":
        user = User.objects.create_superuser(f"root-{User.objects.count()}@site.example")
        if city is not None:
            CityMembership.objects.create(user=user, city=city)
        return user
    return make_person(city, role=role)


def of(practice):
    """What readers could see of an entry."""
    row = Practice.objects.get(pk=practice.pk)
    pages = PracticePage.objects.filter(practice=row).order_by("pk").values_list("pk", "live", "title")
    return row.state, row.first_published_at, row.original_id, list(pages)


def with_newer_text(practice):
    page = Practice.objects.get(pk=practice.pk).newest_text()
    page.title = "Newer"
    return page.save_revision()


def bulk(action, *pages):
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}"


def by_the_form(client, user, page):
    data = form_data(type(page.specific), slug=page.slug, title="Published", cities=[
        city.pk for city in page.cities.all()])
    client.post(edit_url(page), {**data, "action-publish": "yes"})


def in_bulk(client, user, page):
    client.post(bulk("publish", page), {"include_descendants": ""})


def with_its_folder(client, user, page):
    client.post(bulk("publish", page.get_parent()), {"include_descendants": "on"})


def by_workflow(client, user, page):
    task = GroupApprovalTask.objects.create(name="Look")
    task.groups.add(*user.groups.all())
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=page.pk))
    state = workflow.start(page, user)
    client.post(edit_url(page), {**form_data(slug=page.slug), "action-workflow-action": "yes",
                                 "workflow-action-name": "approve"})
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    client.post(address, {"comment": ""})
    with pytest.raises(PermissionDenied):
        state.current_task_state.specific.approve(user=user)


def by_code(client, user, page):
    with pytest.raises(PermissionDenied):
        page.get_latest_revision().publish(user=user)


def by_date(client, user, page):
    data = form_data(slug=page.slug, go_live_at="2020-01-01 00:00", expire_at="2020-01-02 00:00")
    client.post(edit_url(page), {**data, "action-publish": "yes"})
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now() - timedelta(days=1))
    call_command("publish_scheduled")


def by_an_alias(client, user, page):
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {
        "new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk, "alias": "on",
        "publish_copies": "on"})
    assert not PracticePage.objects.filter(slug="copy", live=True).exists()


def by_moving(client, user, page):
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, folder("ar").pk])
    client.post(address, {})
    assert PracticePage.objects.get(pk=page.pk).get_parent().pk == folder("en").pk


PUBLISHING = [by_the_form, in_bulk, with_its_folder, by_code, by_date, by_an_alias, by_moving]


@pytest.mark.parametrize("way", PUBLISHING)
@pytest.mark.parametrize("role", ROLES)
def test_nothing_unscreened_becomes_public(client, role, way):
    practice = submitted()
    user = person(role)
    client.force_login(user)
    before = of(practice)
    way(client, user, PracticePage.objects.get(pk=practice.original_id).specific)
    state, first, original, pages = of(practice)
    assert (state, first, original, [page[:2] for page in pages]) == (*before[:3], [page[:2] for page in before[3]])
    assert not Practice.objects.visible_to(None).exists()


@pytest.mark.parametrize("role", ["editor", "superuser"])
def test_a_workflow_that_somebody_made_publishes_nothing_unscreened(client, role):
    practice = submitted()
    user = person(role)
    client.force_login(user)
    before = of(practice)
    by_workflow(client, user, PracticePage.objects.get(pk=practice.original_id).specific)
    state, first, original, pages = of(practice)
    assert (state, first, original, [page[:2] for page in pages]) == (*before[:3], [page[:2] for page in before[3]])


@pytest.mark.parametrize("way", [by_the_form, in_bulk, with_its_folder, by_code, by_moving])
@pytest.mark.parametrize("role", ROLES)
def test_no_newer_text_about_ones_own_city_becomes_public(client, role, way):
    practice = published(submitted(), make_editor())
    with_newer_text(practice)
    user = person(role, practice.owner_city)
    client.force_login(user)
    before = of(practice)
    way(client, user, PracticePage.objects.get(pk=practice.original_id).specific)
    assert of(practice) == before


def by_its_form(action):
    def way(client, user, page):
        client.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), {})

    return way


def in_bulk_by(action):
    def way(client, user, page):
        client.post(bulk(action, page), {"include_descendants": "on"})

    return way


def with_its_folder_by(action):
    def way(client, user, page):
        client.post(bulk(action, page.get_parent()), {"include_descendants": "on", "confirm_site_name": "City"})
        client.post(reverse(f"wagtailadmin_pages:{action}", args=[page.get_parent().pk]), {
            "include_descendants": "on", "confirm_site_name": "City Practice Repository"})

    return way


def by_code_that_takes_back(client, user, page):
    with pytest.raises(PermissionDenied):
        page.unpublish(user=user)


TAKING = [by_its_form("unpublish"), in_bulk_by("unpublish"), with_its_folder_by("unpublish"), by_code_that_takes_back,
          by_its_form("delete"), in_bulk_by("delete"), with_its_folder_by("delete")]


@pytest.mark.parametrize("way", TAKING)
@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_ones_own_city_is_taken_back_or_deleted(client, role, way):
    practice = published(submitted(), make_editor())
    user = person(role, practice.owner_city)
    client.force_login(user)
    before = of(practice)
    way(client, user, PracticePage.objects.get(pk=practice.original_id).specific)
    assert of(practice) == before
    assert PracticeFolder.objects.filter(pk=folder("en").pk, live=True).exists()


@pytest.mark.parametrize("way", [by_its_form("delete"), in_bulk_by("delete"), with_its_folder_by("delete")])
@pytest.mark.parametrize("role", ["editor", "reviewer", "coordinator"])
def test_only_administrators_delete_what_was_handed_in(client, role, way):
    practice = submitted()
    user = person(role)
    client.force_login(user)
    before = of(practice)
    way(client, user, PracticePage.objects.get(pk=practice.original_id).specific)
    assert of(practice) == before


def test_an_administrator_without_a_tie_deletes_it(client):
    practice = submitted()
    client.force_login(person("administrator"))
    client.post(reverse("wagtailadmin_pages:delete", args=[practice.original_id]), {})
    assert not Practice.objects.exists()


def test_a_draft_is_thrown_away_by_its_author(client):
    user = person("editor")
    page = make_page(publish=False)
    page.practice.submitters.add(user)
    client.force_login(user)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {})
    assert not Page.objects.filter(pk=page.pk).exists()


def test_without_a_tie_a_newer_text_is_published_and_taken_back(client):
    practice = published(submitted(), make_editor())
    client.force_login(person("editor"))
    page = PracticePage.objects.get(pk=practice.original_id).specific
    by_the_form(client, None, page)
    assert Practice.objects.get(pk=practice.pk).original.title == "Published"
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert Practice.objects.get(pk=practice.pk).state == State.WITHDRAWN


@pytest.fixture
def translated(client, django_capture_on_commit_callbacks):
    """An entry with an Arabic page, made through wagtail-localize."""
    def make(page):
        client.force_login(person("editor"))
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
                        {"locales": [folder("ar").locale_id]})
        return PracticePage.objects.get(locale=folder("ar").locale)

    return make


def publish_translation(client, target):
    client.post(edit_url(target), {"action": "publish"})


def update_translation(client, target):
    source = Translation.objects.get(target_locale=target.locale).source
    client.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {
        "publish_translations": "on", "use_machine_translation": ""})


@pytest.mark.parametrize("way", [publish_translation, update_translation])
def test_a_translation_of_what_was_never_published_is_not_published(
    client, translated, way, django_capture_on_commit_callbacks
):
    practice = submitted()
    target = translated(practice.original)
    assert not target.live
    user = person("superuser")
    client.force_login(user)
    with suppress(PermissionDenied), LogContext(user), django_capture_on_commit_callbacks(execute=True):
        way(client, target)
    assert not PracticePage.objects.filter(practice=practice, live=True).exists()
    assert Practice.objects.get(pk=practice.pk).state == State.SUBMITTED


def test_a_program_publishes_no_translation_before_its_original_either(translated):
    target = translated(submitted().original)
    with pytest.raises(PermissionDenied):
        target.get_latest_revision().publish()


@pytest.mark.parametrize("way", [publish_translation, update_translation])
def test_a_translation_about_ones_own_city_stays_as_readers_have_it(
    client, translated, way, django_capture_on_commit_callbacks
):
    city = make_city("Own")
    page = make_page(cities=[city])
    target = translated(page)
    translate_everything(target, client, django_capture_on_commit_callbacks)
    assert Practice.objects.get(pk=page.practice_id).version_for("ar").page_id == target.pk
    page.title = "Newer"
    page.save_revision().publish()
    user = person("editor", city)
    client.force_login(user)
    before = of(page.practice)
    with suppress(PermissionDenied), LogContext(user), django_capture_on_commit_callbacks(execute=True):
        way(client, target)  # what waits for the commit runs in the request, where Wagtail knows who is at work
    assert of(page.practice) == before


def test_without_a_tie_a_translation_is_brought_up_to_date(client, translated, django_capture_on_commit_callbacks):
    page = make_page(cities=[make_city()])
    target = translated(page)
    translate_everything(target, client, django_capture_on_commit_callbacks)
    page.title = "Newer"
    page.save_revision().publish()
    user = person("editor")
    client.force_login(user)
    target.refresh_from_db()
    finished = target.title
    with LogContext(user), django_capture_on_commit_callbacks(execute=True):
        update_translation(client, target)
    target.refresh_from_db()
    assert target.title == finished  # readers keep it until somebody translates the new one
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=target.locale)
    total, done = translation.get_progress()
    assert total - done == 1
    assert [version.state for version in target.practice.versions.filter(language="ar")] == ["out_of_date"]
