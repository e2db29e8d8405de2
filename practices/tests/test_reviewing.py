"""An editor's decisions: screened before the first publication, about the text that was read, never about one's own."""
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.roles import COORDINATOR
from cities.models import CityMembership
from practices import actions, decisions, rating, reviewing
from practices.choices import ReviewDepth, State
from practices.folders import ensure_folders
from practices.models import Practice, Screening
from practices.tests.factories import make_city
from practices.tests.submission import SCREENING, completed, make_editor, make_person, published, submitted

pytestmark = pytest.mark.django_db
READING = actions.Reading(uuid4(), "not-measured")


@pytest.fixture(autouse=True)
def tree(db):
    ensure_folders()


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def practice():
    return submitted()


def now(practice):
    return Practice.objects.get(pk=practice.pk)


def test_a_submission_goes_the_whole_way(practice, editor):
    done = published(practice, editor)
    assert done.state == State.PUBLISHED
    assert done.review_depth == ReviewDepth.EDITOR_CHECKED
    assert done.original.live
    assert Practice.objects.visible_to(None).filter(pk=done.pk).exists()
    assert [step.state for step in done.steps.all()] == [State.SUBMITTED, State.IN_REVIEW, State.PUBLISHED]


@pytest.mark.parametrize("missing", reviewing.SCREENED)
def test_every_screening_question_needs_an_answer(practice, editor, missing):
    revision = completed(practice, editor)
    with pytest.raises(actions.NotReady):
        reviewing.screen(practice, {**SCREENING, missing: "  "}, by=editor, revision=revision)
    assert not Screening.objects.exists()


def test_who_is_tied_to_an_entry_does_not_screen_it(practice):
    neighbour = make_editor(make_city("Neighbour"))  # another city of the same country
    abroad = make_editor(make_city("Abroad", country="FR", m49="155"))
    revision = completed(practice, abroad)
    with pytest.raises(PermissionDenied):
        reviewing.screen(practice, SCREENING, by=neighbour, revision=revision)
    with pytest.raises(actions.NotReady):
        reviewing.screen(practice, {**SCREENING, "untied": False}, by=abroad, revision=revision)
    reviewing.screen(practice, SCREENING, by=abroad, revision=revision)


def test_nobody_decides_about_an_item_of_their_own(practice):
    own = make_editor(practice.owner_city)
    submitter = practice.submitters.get()
    submitter.groups.add(own.groups.get())
    for person in (own, type(submitter).objects.get(pk=submitter.pk), make_person(), make_person(role="reviewer")):
        for decide in (
            lambda by: reviewing.take_up(practice, by=by),
            lambda by: reviewing.ask_for_changes(practice, by=by, reason="x", comments={}),
            lambda by: reviewing.decline(practice, by=by, reason="x"),
            lambda by: reviewing.park(practice, by=by, reason="x"),
            lambda by: reviewing.screen(practice, SCREENING, by=by, revision=1),
            lambda by: reviewing.publish(practice, by=by, revision=1),
        ):
            with pytest.raises(PermissionDenied):
                decide(person)
    assert now(practice).state == State.SUBMITTED


def test_nothing_is_published_unscreened(practice, editor):
    reviewing.take_up(practice, by=editor)
    revision = completed(practice, editor)
    with pytest.raises(actions.NotReady):
        reviewing.publish(practice, by=editor, revision=revision)
    with pytest.raises(actions.NotReady):
        actions.publish(practice, by=editor)
    assert now(practice).state == State.IN_REVIEW


def test_what_the_card_lacks_is_said(practice, editor):
    reviewing.take_up(practice, by=editor)
    revision = practice.original.latest_revision_id
    reviewing.screen(practice, SCREENING, by=editor, revision=revision)
    with pytest.raises(actions.NotReady) as refused:
        reviewing.publish(practice, by=editor, revision=revision)
    assert len(refused.value.lacking) == 5  # level, form, approach, participants, concerns raised


def test_a_version_that_nobody_has_read_is_not_published(practice, editor):
    reviewing.take_up(practice, by=editor)
    revision = completed(practice, editor)
    reviewing.screen(practice, SCREENING, by=editor, revision=revision)
    newer = completed(practice, editor)
    with pytest.raises(actions.MoveRefused):
        reviewing.publish(practice, by=editor, revision=revision)
    with pytest.raises(actions.NotReady, match="changed since it was screened"):
        reviewing.publish(practice, by=editor, revision=newer)


def test_work_with_people_who_leave_violence_gets_a_second_look(practice, editor):
    reviewing.take_up(practice, by=editor)
    revision = completed(practice, editor, level="tertiary")
    reviewing.screen(practice, SCREENING, by=editor, revision=revision)
    with pytest.raises(actions.NotReady, match="second editor"):
        reviewing.publish(practice, by=editor, revision=revision)
    with pytest.raises(PermissionDenied):
        reviewing.look_again(practice, by=editor, note="", revision=revision)
    reviewing.look_again(practice, by=make_editor(), note="Read.", revision=revision)
    reviewing.publish(practice, by=editor, revision=revision)
    assert now(practice).state == State.PUBLISHED


def test_a_new_signature_asks_for_a_new_second_look(practice, editor):
    revision = completed(practice, editor, level="tertiary")
    reviewing.screen(practice, SCREENING, by=editor, revision=revision)
    reviewing.look_again(practice, by=make_editor(), note="", revision=revision)
    reviewing.screen(practice, SCREENING, by=editor, revision=completed(practice, editor, level="tertiary"))
    assert Screening.objects.get().second_at is None


@pytest.mark.parametrize("decide", [reviewing.decline, reviewing.park])
def test_a_refusal_needs_a_reason(practice, editor, decide):
    with pytest.raises(actions.NotReady):
        decide(practice, by=editor, reason=" ")
    decide(practice, by=editor, reason="Not our field.")
    assert now(practice).steps.last().reason == "Not our field."


def test_asking_for_changes_needs_something_to_change(practice, editor):
    reviewing.take_up(practice, by=editor)
    with pytest.raises(actions.NotReady):
        reviewing.ask_for_changes(practice, by=editor, reason="", comments={"title": " "})
    reviewing.ask_for_changes(practice, by=editor, reason="", comments={"title": "Shorter, please."})
    assert now(practice).field_comments.get().question == "title"


def test_what_was_parked_is_taken_up_again(practice, editor):
    reviewing.park(practice, by=editor, reason="After the summer.")
    reviewing.take_up(now(practice), by=editor)
    assert now(practice).state == State.IN_REVIEW


def test_only_coordinators_pause_an_entry_and_it_is_gone_at_once(practice, editor):
    done = published(practice, editor)
    with pytest.raises(PermissionDenied):
        actions.pause(done, by=editor)
    coordinator = make_person(role="coordinator")
    actions.pause(done, by=coordinator, reason="A concern.")
    assert not Practice.objects.visible_to(None).exists()
    assert not Practice.objects.visible_to(editor).exists()
    assert not now(done).is_readable
    actions.resume(done, by=coordinator)
    assert Practice.objects.visible_to(None).exists()


def test_membership_is_read_again_for_another_request(practice):
    person = make_editor(practice.owner_city)
    assert decisions.refusal(person, practice)
    CityMembership.objects.filter(user=person).update(active=False)
    assert not decisions.refusal(type(person).objects.get(pk=person.pk), practice)


@pytest.mark.parametrize("newest", [True, False])
def test_cities_of_the_newest_version_and_of_the_stored_one_tie(practice, newest):
    mine, other = make_city("Mine"), make_city("Elsewhere")
    page = practice.original.specific
    page.cities = [other if newest else mine]
    page.save()
    Practice.objects.filter(pk=practice.pk).update(owner_city=None)
    draft = page.get_latest_revision_as_object()
    draft.cities = [mine if newest else other]
    draft.save_revision()
    practice, editor = Practice.objects.get(pk=practice.pk), make_editor(mine)
    for refused in (reviewing.take_up, actions.publish, lambda found, by: rating.propose(found, READING, by=by)):
        with pytest.raises(PermissionDenied):
            refused(practice, by=editor)
    assert decisions.tie(editor, practice)
    assert decisions.refusal(editor, practice, draft.cities.all())


def test_what_was_published_meanwhile_is_not_withheld(practice, editor):
    stale = Practice.objects.get(pk=practice.pk)
    Practice.objects.filter(pk=practice.pk).update(first_published_at=timezone.now())
    with pytest.raises(actions.MoveRefused):
        actions.set_audience(stale, visibility="public", embargo_until=None, city_withheld=True, by=editor)


def test_an_entry_read_before_its_pause_is_given_back(practice):
    coordinator, stale = make_person(role=COORDINATOR), Practice.objects.get(pk=practice.pk)
    actions.pause(practice, by=coordinator)
    actions.resume(stale, by=coordinator)
    assert Practice.objects.get(pk=practice.pk).paused_at is None


def test_nobody_ends_the_pause_of_an_entry_of_their_own(practice):
    own = make_person(practice.owner_city, role=COORDINATOR)
    actions.pause(practice, by=own)
    with pytest.raises(PermissionDenied):
        actions.resume(practice, by=own)
    assert Practice.objects.get(pk=practice.pk).paused_at is not None
