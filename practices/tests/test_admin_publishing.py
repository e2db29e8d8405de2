"""Saving applies the audience, publishing is refused for an item of one's own, pages are never restricted alone."""
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.admin import signal_handlers
from wagtail.models import GroupApprovalTask, PageViewRestriction, Workflow, WorkflowTask
from wagtail.users.models import UserProfile

from accounts.models import User
from cities.models import CityMembership
from core.models import AuditEntry
from practices import actions, decisions
from practices.choices import State
from practices.models import LessonLearnedPage, Practice, PracticePage
from practices.tests.editing import add_url, edit_url, form_data
from practices.tests.factories import make_city, make_page

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "yes"}


def practice_of(page):
    return Practice.objects.get(pk=page.practice_id)


def created():
    return PracticePage.objects.get(slug="dialogue")


def test_a_new_entry_gets_the_audience_of_its_form(desk):
    desk.post(add_url(), form_data(visibility="members", embargo_until="2040-01-02 03:04", city_withheld="on"))
    practice = practice_of(created())
    assert practice.visibility == "members"
    assert practice.embargo_until == datetime(2040, 1, 2, 3, 4, tzinfo=UTC)
    assert practice.city_withheld


def test_the_embargo_is_utc_whatever_time_zone_the_editor_works_in(desk, editor):
    UserProfile.objects.update_or_create(user=editor, defaults={"current_time_zone": "Asia/Tokyo"})
    desk.post(add_url(), form_data(embargo_until="2040-01-02 03:04"))
    assert practice_of(created()).embargo_until == datetime(2040, 1, 2, 3, 4, tzinfo=UTC)
    assert b'value="2040-01-02 03:04"' in desk.get(edit_url(created())).content


def test_an_entry_published_for_members_was_not_public_before(desk, monkeypatch):
    page = make_page(model=LessonLearnedPage)
    actions.withdraw(practice_of(page))
    seen = []
    publish = actions.publish
    monkeypatch.setattr(actions, "publish", lambda practice, **kwargs: (
        seen.append(practice_of(page).visibility), publish(practice, **kwargs)))
    data = form_data(LessonLearnedPage, slug=page.slug, visibility="members", **PUBLISH)
    desk.post(edit_url(page), data)
    assert seen == ["members"]
    assert practice_of(page).state == State.PUBLISHED


def test_changing_the_audience_needs_no_publishing_and_is_recorded(desk, editor):
    page = make_page()
    desk.post(edit_url(page), form_data(slug=page.slug, visibility="members"))
    assert practice_of(page).visibility == "members"
    entry = AuditEntry.objects.get(action="practice.audience", object_id=str(page.practice_id))
    assert entry.actor == str(editor.subject_id)
    desk.post(edit_url(page), form_data(slug=page.slug, visibility="members"))
    assert AuditEntry.objects.filter(action="practice.audience").count() == 1


def test_neither_preview_nor_automatic_saving_changes_who_reads_what_is_public(desk):
    page = make_page()
    data = form_data(slug=page.slug, visibility="members", city_withheld="")
    preview = desk.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data)
    assert preview.json()["is_valid"]
    saved = desk.post(edit_url(page), data, headers={"Accept": "application/json"})
    assert saved.json()["success"]
    assert practice_of(page).visibility == "public"


def test_automatic_saving_of_a_draft_keeps_its_audience_for_whoever_publishes_it(desk):
    data = form_data(visibility="members")
    assert desk.post(add_url(), data, headers={"Accept": "application/json"}).json()["success"]
    assert practice_of(created()).visibility == "members"


def test_a_named_city_is_not_withheld_afterwards(desk):
    page = make_page()
    answer = desk.post(edit_url(page), form_data(slug=page.slug, city_withheld="on"))
    assert "city_withheld" in answer.context["form"].errors
    assert not practice_of(page).city_withheld


def test_publishing_and_taking_back_move_the_practice_and_name_the_person(desk, editor):
    page = make_page(cities=[city := make_city()])
    desk.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert practice_of(page).state == State.WITHDRAWN
    desk.post(edit_url(page), form_data(slug=page.slug, cities=[city.pk], **PUBLISH))
    assert practice_of(page).state == State.PUBLISHED
    actors = AuditEntry.objects.filter(action__in=("practice.published", "practice.withdrawn")).order_by("pk")
    assert list(actors.values_list("actor", flat=True)) == ["", *[str(editor.subject_id)] * 2]


def own_by_city(page, editor):
    city = make_city("Own")
    CityMembership.objects.create(user=editor, city=city)
    Practice.objects.filter(pk=page.practice_id).update(owner_city=city)


def own_by_facts(page, editor):
    city = make_city("Own")
    CityMembership.objects.create(user=editor, city=city)
    page.cities = [city]
    page.save()


def own_by_hand(page, editor):
    page.practice.submitters.add(editor)


@pytest.fixture(params=[own_by_city, own_by_facts, own_by_hand])
def own(request, editor):
    page = make_page(publish=False, model=LessonLearnedPage)
    request.param(page, editor)
    return page


def test_an_editor_is_told_why_an_item_of_their_own_is_not_published(desk, own):
    data = form_data(LessonLearnedPage, slug=own.slug, cities=[city.pk for city in own.cities.all()], **PUBLISH)
    answer = desk.post(edit_url(own), data, follow=True)
    own.refresh_from_db()
    assert not own.live
    assert practice_of(own).state == State.DRAFT
    assert b"action-publish" not in answer.content
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    desk.post(f"{bulk}?id={own.pk}", {"include_descendants": ""})
    assert practice_of(own).state == State.DRAFT


def test_nor_may_they_decide_who_reads_it_or_publish_it_from_code(own, editor):
    own.refresh_from_db()
    Practice.objects.filter(pk=own.practice_id).update(state=State.SUBMITTED)
    with pytest.raises(PermissionDenied):
        actions.set_audience(practice_of(own), visibility="members", embargo_until=None, city_withheld=False, by=editor)
    with pytest.raises(PermissionDenied):
        actions.publish(practice_of(own), by=editor)
    with pytest.raises(PermissionDenied):
        own.save_revision().publish(user=editor)
    assert practice_of(own).state == State.SUBMITTED


def test_a_new_entry_is_a_draft_whatever_is_pressed_and_its_author_does_not_decide(desk, editor):
    shown = desk.get(add_url())
    assert b"action-publish" not in shown.content
    desk.post(add_url(), form_data(cities=[make_city().pk], **PUBLISH))
    page = created()
    assert not page.live
    assert practice_of(page).state == State.DRAFT
    assert list(practice_of(page).submitters.all()) == [editor]
    assert "submitted this entry yourself" in decisions.refusal(editor, practice_of(page))


def test_the_author_of_a_draft_says_who_may_read_it_until_it_is_published(desk, editor):
    desk.post(add_url(), form_data())
    page = created()
    desk.post(edit_url(page), form_data(visibility="members"))
    assert practice_of(page).visibility == "members"
    Practice.objects.filter(pk=page.practice_id).update(state=State.SUBMITTED)
    desk.post(edit_url(page), form_data(visibility="public"))
    assert practice_of(page).visibility == "members"


def test_who_copies_an_entry_is_the_author_of_the_copy(desk, editor):
    page = make_page()
    desk.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {
        "new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk})
    assert editor in practice_of(PracticePage.objects.get(slug="copy")).submitters.all()
    assert not practice_of(page).submitters.exists()


def test_an_editor_who_left_the_city_may_decide(desk, editor):
    city = make_city("Once own")
    CityMembership.objects.create(user=editor, city=city, active=False)
    page = make_page(cities=[city])
    desk.post(edit_url(page), form_data(slug=page.slug, title="Anew", cities=[city.pk], **PUBLISH))
    page.refresh_from_db()
    assert page.title == "Anew"


def test_a_declined_entry_is_not_published(desk):
    page = make_page(publish=False, model=LessonLearnedPage)
    Practice.objects.filter(pk=page.practice_id).update(state=State.DECLINED)
    desk.post(edit_url(page), form_data(LessonLearnedPage, slug=page.slug, **PUBLISH))
    page.refresh_from_db()
    assert not page.live
    assert practice_of(page).state == State.DECLINED


def test_no_page_of_a_practice_can_be_restricted_alone(desk):
    page = make_page()
    for target in (page.pk, page.get_parent().pk):
        desk.post(reverse("wagtailadmin_pages:set_privacy", args=[target]), {"restriction_type": "login"})
    assert not PageViewRestriction.objects.exists()
    shown = desk.get(edit_url(page)).content
    assert b"set-privacy" not in shown
    assert b"set for the practice as a whole" in shown


def test_a_copy_is_a_draft_practice_of_its_own_and_never_an_alias(desk):
    page = make_page()
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert not {"alias", "publish_copies"} & set(desk.get(url).context["form"].fields)
    desk.post(url, {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk,
                    "alias": "on", "publish_copies": "on"})
    copy = PracticePage.objects.get(slug="copy")
    assert copy.alias_of_id is None
    assert copy.practice_id != page.practice_id
    assert practice_of(copy).state == State.DRAFT


def test_an_alias_of_a_practice_is_refused_from_code_too():
    with pytest.raises(PermissionDenied, match="alias"):
        make_page().create_alias(update_slug="alias")


def test_wagtails_own_workflow_mails_are_silent(editors, editor):
    User.objects.create_superuser("boss@site.example")
    page = make_page()
    page.save_revision()
    task = GroupApprovalTask.objects.create(name="Look")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(page, editor)
    state.current_task_state.reject(user=editor)
    state.resume(user=editor)
    with pytest.raises(PermissionDenied, match="not the version that you were shown"):
        state.current_task_state.approve(user=User.objects.get(email="boss@site.example"))
    assert mail.outbox == []
    signal_handlers.workflow_submission_email_notifier(instance=state, user=editor)
    assert mail.outbox, "the mail would have gone out"
