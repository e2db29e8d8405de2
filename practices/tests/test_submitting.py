"""A city begins, goes on, submits and withdraws; nobody else does it for the city."""
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry, OutboxRow
from practices import actions, answers, reviewing, submitting
from practices.choices import State
from practices.folders import ensure_folders
from practices.models import CaseStudyPage, Draft, FieldComment, LessonLearnedPage, Practice, PracticePage
from practices.tests.factories import make_city
from practices.tests.submission import ANSWERS, completed, make_draft, make_editor, make_person, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(db):
    ensure_folders()


def test_a_draft_is_in_no_page_tree_until_it_is_submitted():
    draft = make_draft()
    assert draft.practice.state == State.DRAFT
    assert draft.practice.original is None
    assert not PracticePage.objects.exists()


def test_only_the_people_of_the_city_write_for_it():
    draft = make_draft()
    stranger = make_person(make_city("Other"))
    left = make_person()
    for person in (stranger, left, make_editor()):
        with pytest.raises(PermissionDenied):
            submitting.start(draft.practice.owner_city, by=person, language="en")
        with pytest.raises(PermissionDenied):
            submitting.save(draft, {"title": "Mine"}, by=person)
        with pytest.raises(PermissionDenied):
            submitting.submit(draft, by=person)
        with pytest.raises(PermissionDenied):
            submitting.discard(draft.practice, by=person)
    assert Draft.objects.get().answers["title"] == ANSWERS["title"]


def test_a_colleague_goes_on_with_a_draft():
    draft = make_draft()
    colleague = make_person(draft.practice.owner_city)
    submitting.save(draft, {"title": "A better title"}, by=colleague)
    assert Draft.objects.get().saved_by == colleague


def test_answers_that_nobody_asked_for_are_not_kept():
    draft = make_draft()
    submitting.save(draft, {"state": "published", "embargo_until": "2020-01-01", "title": "T"}, by=draft.saved_by)
    assert set(Draft.objects.get().answers) == {*ANSWERS, "city"}


def test_what_somebody_else_saved_meanwhile_is_not_overwritten():
    draft = make_draft()
    opened = draft.version
    submitting.save(draft, {"title": "Theirs"}, by=draft.saved_by, version=opened)
    with pytest.raises(submitting.Conflict) as conflict:
        submitting.save(draft, {"title": "Mine"}, by=draft.saved_by, version=opened)
    assert conflict.value.draft.answers["title"] == "Theirs"
    submitting.save(draft, {"title": "Theirs"}, by=draft.saved_by, version=opened)  # the same words are no conflict


@pytest.mark.parametrize("question", answers.TEN)
def test_an_entry_with_an_open_question_is_not_submitted(question):
    draft = make_draft()
    submitting.save(draft, dict.fromkeys(answers.FIELDS[question], ""), by=draft.saved_by)
    with pytest.raises(actions.NotReady):
        submitting.submit(draft, by=draft.saved_by)
    assert Practice.objects.get().state == State.DRAFT
    assert not PracticePage.objects.exists()


@pytest.mark.parametrize("given", ["too-early", "not-measured"])
def test_too_early_and_not_measured_are_answers(given):
    practice = submitted(results_known=given, change="", how_known="")
    page = practice.original.specific
    assert page.results_known == given
    assert len(page.outcomes) == 0


def test_the_answers_become_a_draft_page_in_the_language_chosen():
    draft = make_draft(language="sq", title="Dialog në treg", kind="lesson_learned")
    practice = submitting.submit(draft, by=draft.saved_by)
    page = practice.original.specific
    assert isinstance(page, LessonLearnedPage)
    assert page.language.public == "sq"
    assert not page.live
    assert page.title == "Dialog në treg"
    assert page.took_part == "<p>Traders</p><p>Pupils of two schools</p>"
    assert [city.pk for city in page.cities.all()] == [practice.owner_city_id]
    assert (page.outcomes[0].value["title"], page.outcomes[0].value["text"]) == (
        "More people greet each other", "We asked 80 people twice.")
    assert practice.contact_email == "culture@town.example"
    assert practice.licence_agreed_at is not None
    assert practice.state == State.SUBMITTED
    assert not Draft.objects.exists()


def test_markup_in_an_answer_is_text():
    page = submitted(rights="<script>alert(1)</script> & <b>all</b>").original.specific
    assert "<script" not in page.rights
    assert "&lt;b&gt;all" in page.rights


def test_a_step_and_its_message_are_written_with_the_submission():
    practice = submitted()
    step = practice.steps.get()
    assert (step.was, step.state) == (State.DRAFT, State.SUBMITTED)
    assert OutboxRow.objects.filter(topic=actions.STEP_TOPIC, key=str(step.pk)).count() == 1
    assert AuditEntry.objects.filter(action="practice.submitted", object_id=str(practice.pk)).count() == 1


def test_what_was_submitted_cannot_be_changed_or_submitted_again():
    draft = make_draft()
    practice = submitting.submit(draft, by=draft.saved_by)
    with pytest.raises(actions.MoveRefused):
        submitting.open_draft(practice, by=draft.saved_by)
    with pytest.raises(actions.MoveRefused):
        submitting.submit(draft, by=draft.saved_by)
    with pytest.raises(actions.MoveRefused):
        submitting.discard(practice, by=draft.saved_by)
    assert PracticePage.objects.count() == 1


def test_changes_are_made_on_what_the_editor_has_made_of_it():
    draft = make_draft()
    person = draft.saved_by
    practice = submitting.submit(draft, by=person)
    editor = make_editor()
    reviewing.take_up(practice, by=editor)
    completed(practice, editor)
    page = practice.newest_text()
    page.challenges = "<p>Rain, with a <b>bold</b> word.</p>"
    page.save_revision(user=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="One number, please.", comments={"change": "How many?"})
    practice = Practice.objects.get(pk=practice.pk)
    draft = submitting.open_draft(practice, by=person)
    assert draft.answers["challenges"] == "Rain, with a bold word."
    submitting.save(draft, {"how_known": "We asked 81 people twice."}, by=person)
    submitting.submit(draft, by=person)
    newest = CaseStudyPage.objects.get().get_latest_revision_as_object()
    assert newest.outcomes[0].value["text"] == "We asked 81 people twice."
    assert "<b>bold</b>" in newest.challenges, "what the city did not change stays as the editor left it"
    assert newest.concerns
    assert {concept.scheme for concept in newest.concepts.all()} == {"level", "form", "approach", "participants"}
    assert FieldComment.objects.get().answered_at is not None
    assert practice.original_id == newest.pk


def test_the_city_withdraws_its_own_entry_and_no_other():
    draft = make_draft()
    practice = published(submitting.submit(draft, by=draft.saved_by), make_editor())
    with pytest.raises(PermissionDenied):
        submitting.take_back(practice, by=make_person(make_city("Other")), reason="x")
    submitting.take_back(practice, by=draft.saved_by, reason="It ended badly.")
    assert not Practice.objects.visible_to(None).exists()
    assert practice.steps.last().reason == "It ended badly."


def test_a_draft_is_thrown_away_by_its_own_people():
    draft = make_draft()
    submitting.discard(draft.practice, by=draft.saved_by)
    assert not Practice.objects.exists()
    assert AuditEntry.objects.filter(action="practice.discarded").count() == 1


def test_readers_and_address_that_an_editor_set_meanwhile_stay():
    draft = make_draft()
    city, editor = draft.saved_by, make_editor()
    practice = submitting.submit(draft, by=city)
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Shorter, please.", comments={})
    again = submitting.open_draft(Practice.objects.get(pk=practice.pk), by=city)
    actions.set_audience(practice, visibility="members", embargo_until=None, city_withheld=False, by=editor)
    actions.set_record(practice, contact_email="desk@town.example", by=editor)
    practice = submitting.submit(submitting.save(again, {"title": "Shorter"}, by=city), by=city)
    assert (practice.visibility, practice.contact_email) == ("members", "desk@town.example")


def test_an_object_that_was_read_before_undoes_nothing():
    draft = make_draft()
    city, stale = draft.saved_by, Practice.objects.get()
    submitting.submit(draft, by=city)
    for late in (lambda: submitting.discard(stale, by=city), lambda: submitting.set_language(draft, "ar", by=city),
                 lambda: submitting.submit(draft, by=city)):
        with pytest.raises(actions.MoveRefused):
            late()
    assert Practice.objects.get().state == State.SUBMITTED


def test_an_old_draft_does_not_come_back_after_changes_were_asked_for():
    draft = make_draft()
    city, editor = draft.saved_by, make_editor()
    old = Draft.objects.get()
    practice = submitting.submit(draft, by=city)
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Shorter, please.", comments={})
    with pytest.raises(actions.MoveRefused):
        submitting.submit(old, by=city)


def test_an_entry_is_held_before_its_draft_as_in_every_action():
    draft = make_draft()
    with CaptureQueriesContext(connection) as asked:
        submitting.save(draft, {"title": "Another"}, by=draft.saved_by)
    tables = [query["sql"].split(" FROM ")[1].split()[0].strip('"') for query in asked
              if query["sql"].startswith("SELECT") and "practices_" in query["sql"]]
    assert tables[:2] == ["practices_practice", "practices_draft"]
