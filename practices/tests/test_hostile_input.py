"""What no form sends is answered all the same, and a link that is over shows nothing, whichever of its addresses."""
from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from practices import freshness, inviting, keys, outside, previewing
from practices.admin.bulk_forms import PublishForm
from practices.choices import Question
from practices.links import checking
from practices.models import DraftInvitation, Freshness, Key, Practice
from practices.reports.table import Cell, Table, as_csv, as_xlsx
from practices.reports.week import Week
from practices.tests.at_the_desk import address, answer, at_desk
from practices.tests.factories import make_city, make_practice
from practices.tests.submission import make_draft, make_editor, make_person, submitted
from practices.tests.test_admin_review import newest

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000


# ---------- The desk ----------
@pytest.fixture
def draft(editors):
    return make_draft()


@pytest.mark.parametrize("sent", [DIGITS, "9" * 30, "-1", "²"])
def test_a_number_that_is_no_city_is_no_city(draft, sent):
    assert answer(at_desk(draft.saved_by), draft, Question.PLACES, cities=sent).status_code in (302, 422)


@pytest.mark.parametrize("sent", ["[" * 200_000, "[[1]]", '[{"title": {"a": [1]}}]', "{}", "NaN"])
def test_a_list_of_rows_that_is_none_is_answered(draft, sent):
    assert answer(at_desk(draft.saved_by), draft, Question.OUTCOMES, outcomes=sent).status_code in (302, 422)


@pytest.mark.parametrize("outcome", ["%s", "%(a)d", "", "x" * 100, "6eb3d855-34c3-415a-9a22-db6abfaa50d4"])
def test_an_appeal_about_no_outcome_changes_nothing(draft, outcome):
    page = at_desk(draft.saved_by).post(address("evidence", draft.practice), {"outcome": outcome, "text": ""})
    assert page.status_code == 200
    assert not draft.practice.appeals.exists()


# ---------- The editors' desk ----------
def test_five_hundred_entries_can_be_confirmed_at_once(desk):
    chosen = [str(uuid.uuid4()) for _each in range(500)]
    page = desk.post("/admin/practices/bulk/", {
        "action": "archive", "confirmed": "1", "reason": "Old.", "entry": chosen,
        **{f"seen-{key}": "1" for key in chosen}})
    assert page.status_code == 302  # none of them is there; 400 would be too many fields


def test_a_version_that_is_no_number_is_none():
    assert PublishForm().wanted(Practice(), DIGITS) == {"revision": 0}


@pytest.mark.parametrize("name", ["9999-W52", "0001-W01", "٢٠٢٦-W01"])
def test_weeks_at_the_end_of_time_are_no_weeks(desk, name):
    assert Week.named(name) is None
    assert desk.get("/admin/practices/week/", {"week": name}).status_code == 200


def test_a_title_with_controls_breaks_no_file():
    table = Table("stale", "", ["Title"], [[Cell("=bell\x07 \x0band \ud800more")]])
    assert as_xlsx(table)
    assert "'=bell and more" in as_csv(table).decode()


@pytest.mark.parametrize("status", ["0200999999", "99", "2000", "²00"])
def test_no_state_of_an_address_is_longer_than_three_digits(status):
    good, wrong = checking.read(f"url,works,status\nhttps://a.example/,yes,{status}\n".encode())
    assert (good, len(wrong)) == ([], 1)


def test_an_invitation_that_is_sent_twice_is_one(editor):
    city = make_city("Twiceville")
    make_person(city)
    first, second = (inviting.invite(city, by=editor, note="Please tell.", language="en") for _each in range(2))
    assert first == second
    assert DraftInvitation.objects.count() == 1
    inviting.invite(city, by=editor, note="Something else.", language="en")
    assert DraftInvitation.objects.count() == 2


# ---------- Links ----------
@pytest.mark.parametrize("end", [{"used_at": timezone.now()}, {"revoked_at": timezone.now()}, {}])
def test_a_preview_that_is_over_reads_nothing_for_a_picture(draft, end, monkeypatch):
    key = previewing.ask(draft.practice, by=draft.saved_by, function="the mayor", days=7, language="en")
    read = []
    shown = previewing.shown
    monkeypatch.setattr(previewing, "shown", lambda practice: read.append(practice) or shown(practice))
    picture = f"{keys.path(key)}pictures/1/"
    Client().get(picture)
    assert read
    read.clear()
    Key.objects.update(**end)
    if not end:
        Practice.objects.update(state="withdrawn")
    assert Client().get(picture).status_code == 404
    assert not read


def test_somebody_from_outside_who_is_asked_twice_about_one_version_has_one_link(editors):
    practice, editor = submitted(), make_editor()
    asked = {"by": editor, "revision": newest(practice), "function": "professor", "language": "en"}
    first = outside.invite(practice, email="outside@uni.example", **asked)
    assert outside.invite(practice, email="Outside@uni.example ", **asked) == first
    assert outside.invite(practice, email="other@uni.example", **asked) != first
    assert Key.objects.count() == 2


@pytest.mark.parametrize("state", ["withdrawn", "declined", "archived"])
def test_an_outside_review_of_what_was_taken_back_shows_nothing(editors, state):
    practice = submitted()
    key = outside.invite(practice, by=make_editor(), revision=newest(practice), function="professor",
                         email="outside@uni.example", language="en")
    path, visitor = f"/en/outside-review/{keys.secret(key)}/", Client()
    assert visitor.get(path).status_code == 200
    Practice.objects.update(state=state)
    page = visitor.get(path)
    assert page.status_code == 404
    assert "Dialogue at the market" not in page.text
    assert visitor.post(path, {"verdict": "publish", "language": "en", "untied": "on"}).status_code == 404
    assert not practice.recommendations.exists()


def test_the_yearly_link_of_what_was_withdrawn_shows_nothing(db):
    practice = make_practice(title="Night bus")
    key = keys.issue(practice, Key.Purpose.FRESHNESS, days=7)
    Freshness.objects.create(practice=practice, key=key)
    assert "Night bus" in Client().get(keys.path(key)).text
    Practice.objects.update(state="withdrawn")
    page = Client().get(keys.path(key))
    assert page.status_code == 404
    assert "Night bus" not in page.text
    assert not freshness.answer(key, Freshness.Answer.RUNNING)
