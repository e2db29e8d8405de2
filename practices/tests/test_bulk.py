"""Changes of many entries: each by its own action, true rows whatever breaks off, undone where nothing came between."""
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cities.models import CityMembership
from core.models import AuditEntry
from practices import actions, reviewing
from practices.actions import MoveRefused
from practices.bulk import running
from practices.bulk.kinds import KINDS
from practices.choices import State
from practices.folders import ensure_folders
from practices.models import BulkChange, Practice
from practices.tests.factories import make_city, make_practice
from practices.tests.submission import SCREENING, completed, concept, make_editor, make_person, published, submitted
from taxonomy.models import Keyword

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(db):
    ensure_folders()


@pytest.fixture
def by(db):
    return make_editor()


def changed(name, wanted, by, **options):
    change = running.begin(name, [(practice.pk, to) for practice, to in wanted], by=by)
    running.carry_on(change, by=by, **options)
    change.refresh_from_db()
    return change


def outcomes(change, key="outcome"):
    return [row.get(key, "") for row in change.rows]


def again(practice):
    return Practice.objects.get(pk=practice.pk)


def ready(by):
    """An entry that is screened and ready for its first publication, and the version that is."""
    practice = submitted()
    reviewing.take_up(practice, by=by)
    revision = completed(practice, by)
    reviewing.screen(practice, SCREENING, by=by, revision=revision)
    return practice, {"revision": revision}


def unconfirmed(by):
    practice = published(submitted(), by)
    actions.move(practice, State.UNCONFIRMED)
    return practice


# ---------- Doing and undoing each kind ----------
def test_assigning_and_giving_back(by):
    colleague, before = make_editor(), make_editor()
    one, two = submitted(), submitted()
    Practice.objects.filter(pk=one.pk).update(assignee=before)
    change = changed("assign", [(one, {"assignee": colleague.pk}), (two, {"assignee": colleague.pk})], by)
    assert outcomes(change) == ["done", "done"]
    assert [again(each).assignee for each in (one, two)] == [colleague, colleague]
    assert running.undo(change, by=by)
    assert [again(each).assignee for each in (one, two)] == [before, None]
    assert AuditEntry.objects.filter(action="practice.assigned", object_id=str(one.pk)).count() == 2


def test_a_day_for_many(by):
    practice = submitted()
    change = changed("due", [(practice, {"due_on": "2030-05-01"})], by)
    assert again(practice).due_on.isoformat() == "2030-05-01"
    running.undo(change, by=by)
    assert again(practice).due_on is None


@pytest.mark.parametrize("state", ["published", "withdrawn", "in review"])
def test_a_term_is_added_to_what_readers_have_and_to_the_newest_text(by, state):
    practice = submitted()
    if state == "in review":
        reviewing.take_up(practice, by=by)
    else:
        practice = published(practice, by)
    if state == "withdrawn":
        actions.withdraw(practice)
    term, word = concept("approach", "training"), Keyword.objects.create(name="bridge", slug="bridge", accepted=True)
    before = again(practice).state
    changes = [changed("tag", [(practice, to)], by) for to in ({"concept": term.pk}, {"keyword": word.pk})]
    kept = again(practice)
    texts = [kept.newest_text(), *([kept.original] if state != "in review" else [])]
    for text in texts:
        assert term in text.concepts.all()
        assert word in text.keywords.all()
    assert kept.state == before
    assert outcomes(changed("tag", [(practice, {"concept": term.pk})], by)) == ["same"]
    running.undo(changes[1], by=by)
    assert outcomes(changes[1], "undone") == ["done"]
    kept = again(practice)
    assert word not in kept.newest_text().keywords.all()
    assert word not in kept.original.keywords.all()
    assert kept.state == before
    assert AuditEntry.objects.filter(action="practice.tagged", object_id=str(practice.pk)).count() == 2


def test_a_term_publishes_nothing_that_waits(by):
    practice = published(submitted(), by)
    page = practice.newest_text()
    page.summary = "Not approved yet."
    page.save_revision()
    term = concept("approach", "training")
    changed("tag", [(practice, {"concept": term.pk})], by)
    kept = again(practice)
    assert term in kept.original.concepts.all()
    assert kept.original.summary != "Not approved yet."
    assert kept.newest_text().summary == "Not approved yet."
    assert kept.original.has_unpublished_changes


def test_a_keyword_that_waits_is_no_tag(by):
    word = Keyword.objects.create(name="new", slug="new")
    assert outcomes(changed("tag", [(submitted(), {"keyword": word.pk})], by)) == ["refused"]


def test_publishing_keeps_every_check_and_lists_what_is_refused(by):
    good, seen = ready(by)
    unscreened, other = submitted(), submitted()
    reviewing.take_up(unscreened, by=by)
    stale, stale_seen = ready(by)
    stale.newest_text().save_revision()
    own, own_seen = ready(by)
    own.submitters.add(by)
    change = changed("publish", [
        (good, seen), (unscreened, {"revision": unscreened.newest_text().latest_revision_id}),
        (other, {"revision": other.newest_text().latest_revision_id}), (stale, stale_seen), (own, own_seen)], by)
    assert outcomes(change) == ["done", *["refused"] * 4]
    assert all(row["said"] for row in change.rows[1:])
    assert again(good).state == State.PUBLISHED
    assert [again(each).state for each in (unscreened, other, stale, own)] == [
        "in_review", "submitted", "in_review", "in_review"]
    running.undo(change, by=by, reason="A mistake of ours.")
    assert again(good).state == State.WITHDRAWN
    assert good.steps.last().reason == "A mistake of ours."


def test_undoing_gives_readers_the_text_before_an_update(by):
    practice = published(submitted(), by)
    old = practice.original.summary
    actions.move(practice, State.UPDATE_PROPOSED)
    page = practice.newest_text()
    page.summary = "The update."
    revision = page.save_revision()
    change = changed("publish", [(practice, {"revision": revision.pk})], by)
    assert again(practice).original.summary == "The update."
    assert running.undo(change, by=by)
    assert outcomes(change, "undone_said") == [""]
    kept = again(practice)
    assert (kept.state, kept.original.summary, kept.newest_text().summary) == (
        State.UPDATE_PROPOSED, old, "The update.")


def test_only_what_nobody_confirmed_is_archived_and_comes_back_as_it_was(by):
    one, two = unconfirmed(by), published(submitted(), by)
    change = changed("archive", [(one, {"reason": "Ended."}), (two, {"reason": "Ended."})], by)
    assert outcomes(change) == ["done", "refused"]
    assert again(one).state == State.ARCHIVED
    running.undo(change, by=by)
    assert [again(one).state, again(two).state] == [State.UNCONFIRMED, State.PUBLISHED]


# ---------- What came between ----------
def test_what_was_changed_since_is_left_alone(by):
    first, second, third = (make_editor() for _each in range(3))
    one, two = submitted(), submitted()
    change = changed("assign", [(one, {"assignee": first.pk}), (two, {"assignee": first.pk})], by)
    Practice.objects.filter(pk=one.pk).update(assignee=second)
    running.undo(change, by=third)
    assert outcomes(change, "undone") == ["left", "done"]
    assert change.rows[0]["undone_said"] == "It has been changed since."
    assert again(one).assignee == second


def test_a_change_is_undone_once_and_for_thirty_days(by):
    practice = submitted()
    change = changed("due", [(practice, {"due_on": "2030-05-01"})], by)
    BulkChange.objects.update(at=timezone.now() - timedelta(days=31))
    with pytest.raises(MoveRefused):
        running.undo(change, by=by)
    BulkChange.objects.update(at=timezone.now() - timedelta(days=29))
    assert running.undo(change, by=by)
    with pytest.raises(MoveRefused):
        running.undo(change, by=by)
    assert AuditEntry.objects.filter(action="bulk.undone", object_id=str(change.pk)).count() == 1


def test_an_entry_that_is_gone_is_refused_and_left(by):
    practice, to = make_practice(), {"assignee": None}
    change = running.begin("assign", [(practice.pk, to)], by=by)
    Practice.objects.filter(pk=practice.pk).delete()
    running.carry_on(change, by=by)
    assert outcomes(change) == ["refused"]


# ---------- Batches ----------
def test_what_breaks_off_leaves_true_rows_and_is_carried_on(by, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    practices = [submitted() for _each in range(5)]
    change = running.begin("due", [(each.pk, {"due_on": "2030-05-01"}) for each in practices], by=by)
    real, calls = KINDS["due"].do, []

    def dies(practice, to, who):
        calls.append(practice.pk)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(practice, to, who)

    broken = type(KINDS["due"])(**{name: getattr(KINDS["due"], name) for name in KINDS["due"].__slots__} | {"do": dies})
    monkeypatch.setitem(KINDS, "due", broken)
    with pytest.raises(KeyboardInterrupt):
        running.carry_on(change, by=by)
    change.refresh_from_db()
    assert outcomes(change) == ["done", "done", "", "", ""]
    assert [again(each).due_on is not None for each in practices] == [True, True, False, False, False]
    assert running.carry_on(change, by=by)
    assert outcomes(change) == ["done"] * 5


def test_what_takes_long_stops_after_a_batch(by, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    change = running.begin("due", [(submitted().pk, {"due_on": "2030-05-01"}) for _each in range(2)], by=by)
    assert not running.carry_on(change, by=by, late=lambda: True)
    assert running.pending(change) == 1
    with pytest.raises(PermissionDenied):
        running.carry_on(change, by=make_editor())


def test_five_hundred_at_once_and_not_none(by):
    for wanted in ([], [(number, {}) for number in range(501)]):
        with pytest.raises(MoveRefused):
            running.begin("due", wanted, by=by)


@pytest.mark.parametrize(("role", "allowed"), [
    ("reviewer", []), ("coordinator", ["assign", "due"]), ("editor", list(KINDS)), ("administrator", list(KINDS))])
def test_who_may_change_many(role, allowed):
    person, practice = make_person(role=role), submitted()
    for name in KINDS:
        if name in allowed:
            running.begin(name, [(practice.pk, {})], by=person)
        else:
            with pytest.raises(PermissionDenied):
                running.begin(name, [(practice.pk, {})], by=person)


def test_nobody_is_given_what_they_are_tied_to_or_may_not_do(by):
    practice = submitted()
    own = make_editor()
    CityMembership.objects.create(user=own, city=practice.owner_city)
    for person in (own, make_person()):
        assert outcomes(changed("assign", [(practice, {"assignee": person.pk})], by)) == ["refused"]


# ---------- In the browser ----------
BULK = "practices_admin:bulk"


def test_from_the_list_over_the_confirmation_to_undoing(desk, editor):
    one, two = submitted(title="One"), submitted(title="Two")
    chosen = {"action": "assign", "entry": [str(one.pk), str(two.pk), "x"], "next": "/admin/practices/inbox/?who=me"}
    page = desk.post(reverse(BULK), chosen)
    assert page.status_code == 200
    assert again(one).assignee is None
    assert [line["title"] for line in page.context["lines"]] == ["One", "Two"]
    done = desk.post(reverse(BULK), {**chosen, "confirmed": "1", "assignee": editor.pk}, follow=True)
    assert [group["heading"] for group in done.context["groups"]] == ["Changed entries"]
    assert again(two).assignee == editor
    change = BulkChange.objects.get()
    assert str(change.pk) in desk.get(reverse("practices_admin:bulk-changes")).content.decode()
    undone = desk.post(reverse("practices_admin:bulk-change", args=[change.pk]), {"step": "undo"}, follow=True)
    assert [group["heading"] for group in undone.context["groups"]] == ["Undone"]
    assert again(two).assignee is None


def test_what_the_confirmation_showed_is_what_is_published(desk, editor):
    practice, seen = ready(editor)
    page = desk.post(reverse(BULK), {"action": "publish", "entry": str(practice.pk)})
    assert page.context["lines"][0]["revision"] == seen["revision"]
    practice.newest_text().save_revision()
    data = {"action": "publish", "entry": str(practice.pk), f"seen-{practice.pk}": seen["revision"], "confirmed": "1"}
    done = desk.post(reverse(BULK), data, follow=True)
    assert "The text has changed since you opened it" in done.content.decode()
    assert again(practice).state == State.IN_REVIEW


def test_what_is_missing_is_asked_for_again(desk, by):
    practice = unconfirmed(by)
    data = {"action": "archive", "entry": str(practice.pk), "confirmed": "1", "reason": ""}
    assert desk.post(reverse(BULK), data).status_code == 422
    assert again(practice).state == State.UNCONFIRMED


@pytest.mark.parametrize("data", [
    {"action": "assign"}, {"action": "assign", "entry": "x", "next": "https://evil.example/"}])
def test_nothing_chosen_leads_back_to_a_list_of_this_site(desk, data):
    assert desk.post(reverse(BULK), data).url == reverse("practices_admin:inbox")


def test_what_a_role_may_not_do_is_refused(client, editors):
    person = make_person(role="reviewer")
    client.force_login(person)
    person.groups.get().permissions.add(*editors.permissions.all())
    for action in ("assign", "publish", "nonsense"):
        client.post(reverse(BULK), {"action": action, "entry": str(submitted().pk), "confirmed": "1"})
    assert not BulkChange.objects.exists()


# ---------- Triage ----------
def triage(practice):
    return reverse("practices_admin:triage", args=[practice.pk])


def test_triage_says_what_is_lacking_or_leads_to_publishing(desk, editor):
    assert b"Before that it needs" in desk.get(triage(submitted())).content
    practice, _seen = ready(editor)
    assert b"#review-decision" in desk.get(triage(practice)).content
    assert desk.get(triage(practice)).context["lacking"] == []


def test_triage_parks_assigns_and_sets_a_day(desk, editor):
    practice = submitted(city=make_city("Far", country="DK", m49=""))
    desk.post(triage(practice), {"step": "assign", "assignee": editor.pk})
    desk.post(triage(practice), {"step": "due", "due_on": "2030-05-01"})
    assert (again(practice).assignee, again(practice).due_on.year) == (editor, 2030)
    assert desk.post(triage(practice), {"step": "park", "reason": " "}).status_code == 422
    answer = desk.post(triage(practice), {"step": "park", "reason": "In spring."})
    assert answer.url == reverse("practices_admin:inbox")
    assert again(practice).state == State.PARKED
    assert desk.post(triage(practice), {"step": "park", "reason": "Again."}).status_code == 409
    assert desk.post(triage(practice), {"step": "publish"}).status_code in (302, 403)
    assert again(practice).state == State.PARKED
