"""Whatever way a version takes to its readers, it is one that whoever publishes it was shown."""
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask
from wagtail_localize.models import String, Translation, TranslationSource

from practices.choices import State
from practices.folders import folder
from practices.models import LessonLearnedPage, Practice, PracticePage
from practices.tests.editing import edit_url, form_data
from practices.tests.factories import make_page
from practices.tests.submission import make_editor, make_person, published, submitted
from practices.tests.test_admin_review import signed_in, take

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "yes"}


@pytest.fixture
def proposed(editors):
    """A published entry whose city proposes other words; the row of its newest version."""
    practice = published(submitted(), make_editor())
    Practice.objects.filter(pk=practice.pk).update(state=State.UPDATE_PROPOSED)
    return practice, reworded(practice.original, "Unread words", by=practice.submitters.get())


def reworded(page, title, by=None):
    newest = PracticePage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    newest.title = title
    return newest.save_revision(user=by)


def title(page):
    return PracticePage.objects.get(pk=page.pk).title


def bulk(desk, page):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return desk.post(f"{address}?id={page.pk}", {"include_descendants": ""})


def test_wagtails_button_does_not_decide_about_what_a_city_proposes(desk, proposed):
    practice, _revision = proposed
    shown = desk.get(edit_url(practice.original)).content
    assert b"action-publish" not in shown
    desk.post(edit_url(practice.original), form_data(slug=practice.original.slug, title="Other", **PUBLISH))
    assert title(practice.original) == "Dialogue at the market"
    assert Practice.objects.get(pk=practice.pk).state == State.UPDATE_PROPOSED


def test_nor_do_bulk_workflow_and_code(desk, proposed, editor, editors):
    practice, revision = proposed
    bulk(desk, practice.original)
    with pytest.raises(PermissionDenied):
        revision.publish(user=editor)
    task = GroupApprovalTask.objects.create(name="Look")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(practice.original.specific, make_editor())
    with pytest.raises(PermissionDenied):
        state.current_task_state.approve(user=editor)
    assert title(practice.original) == "Dialogue at the market"


def test_the_review_page_publishes_the_version_that_it_showed_and_no_other(client, proposed):
    practice, revision = proposed
    desk = signed_in(client, make_editor())
    newer = reworded(practice.original, "Still newer")
    assert take(desk, practice, "publish", revision=revision.pk).status_code == 409
    assert title(practice.original) == "Dialogue at the market"
    assert take(desk, practice, "publish", revision=newer.pk).status_code == 302
    assert title(practice.original) == "Still newer"


def test_what_a_colleague_saved_is_not_published_in_bulk_or_by_a_workflow(desk, editor):
    page = make_page()
    revision = reworded(page, "A colleague's words", by=make_editor())
    bulk(desk, page)
    with pytest.raises(PermissionDenied):
        revision.publish(user=editor)
    assert title(page) != "A colleague's words"


def test_an_older_version_is_not_published_over_a_newer_one(editors, editor):
    page = make_page()
    old = reworded(page, "Old", by=editor)
    reworded(page, "New", by=editor)
    with pytest.raises(PermissionDenied):
        old.publish(user=editor)


def test_a_form_that_was_opened_before_somebody_saved_publishes_nothing_and_loses_nothing(desk, editor):
    page = make_page(title="First", model=LessonLearnedPage)
    loaded = page.latest_revision
    reworded(page, "By a colleague", by=make_editor())
    data = form_data(LessonLearnedPage, slug=page.slug, title="By me", **PUBLISH)
    answer = desk.post(edit_url(page), {**data, "loaded_revision_id": loaded.pk,
                                        "loaded_revision_created_at": loaded.created_at.isoformat()}, follow=True)
    assert b"Somebody has changed this text since you opened it." in answer.content
    assert title(page) == "First"
    assert page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object().title == "By me"


def test_a_date_does_not_publish_an_older_version(editors, editor):
    page = make_page(title="First")
    dated = reworded(page, "Dated", by=editor)
    dated.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    dated.save()
    reworded(page, "Newer", by=editor)
    call_command("publish_scheduled")
    assert title(page) == "First"


def test_automatic_saving_never_changes_a_version_that_was_read(desk):
    page = make_page(title="First")
    data = form_data(slug=page.slug, title="Typed")
    first = desk.post(edit_url(page), data, headers={"Accept": "application/json"}).json()
    again = {**data, "title": "Typed on", "overwrite_revision_id": first["revision_id"]}
    second = desk.post(edit_url(page), again, headers={"Accept": "application/json"}).json()
    assert second["success"]
    assert second["revision_id"] != first["revision_id"]
    assert page.revisions.get(pk=first["revision_id"]).content["title"] == "Typed"


def test_translations_are_made_of_what_readers_have_not_of_what_is_proposed(proposed):
    practice, _revision = proposed
    source, _is_new = TranslationSource.update_or_create_from_instance(
        PracticePage.objects.get(pk=practice.original_id).specific)
    translation = Translation.objects.create(source=source, target_locale=folder("ar").locale)
    translation.save_target(user=make_editor(), publish=True)
    said = set(String.objects.values_list("data", flat=True))
    assert "Dialogue at the market" in said
    assert "Unread words" not in said
    assert title(practice.original) == "Dialogue at the market"


def test_a_program_publishes_what_it_likes(editors):
    page = make_page()
    reworded(page, "By a program", by=make_person()).publish()
    assert title(page) == "By a program"
