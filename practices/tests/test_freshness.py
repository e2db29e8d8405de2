"""A year later the unit is asked once, may answer without an account, and silence ends in the archive."""
from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Message
from core import outbox
from practices import actions, freshness, keys
from practices.choices import State
from practices.folders import ensure_folders
from practices.models import Freshness, Key, Practice
from practices.tests.at_the_desk import address, at_desk
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_editor, make_person
from tests.settling import settle

pytestmark = pytest.mark.django_db
START = datetime(2030, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def clock():
    """The machine's clock, which the test moves on by days."""
    with time_machine.travel(START, tick=False) as traveller:
        yield lambda days: traveller.move_to(START + timedelta(days=days))


@pytest.fixture
def practice(clock):
    """An entry of a city, published on the first day, with its author and an editor."""
    ensure_folders()
    city = make_city("Freshville")
    page = make_page(title="Night bus", cities=[city], contact_languages="mk, ar", status="running", start_year=2020)
    Practice.objects.filter(pk=page.practice_id).update(owner_city=city, contact_email="bus@town.example")
    found = Practice.objects.get(pk=page.practice_id)
    found.submitters.add(make_person(city))
    make_editor()
    settle()
    mail.outbox.clear()
    return found


def asked(clock, days=366):
    clock(days)
    freshness.run()
    settle()
    return Key.objects.filter(purpose=Key.Purpose.FRESHNESS).last()


def to_unit():
    return [each for each in mail.outbox if each.to == ["bus@town.example"]]


def answer(key, given, **said):
    return Client().post(keys.path(key), {"answer": given, **said})


def state(practice):
    return Practice.objects.get(pk=practice.pk).state


def test_nobody_is_asked_before_the_year_is_over(practice, clock):
    assert asked(clock, 364) is None
    assert mail.outbox == []


def test_the_unit_is_asked_once_in_its_language_by_a_link_that_opens(practice, clock):
    key = asked(clock)
    freshness.run()
    settle()
    sent, = to_unit()
    link = re.search(r"http://\S+(/ar/still-running/\S+/)", sent.body)[1]
    assert (key.language, sent.extra_headers["Content-Language"]) == ("ar", "ar")
    assert "Night bus" in sent.subject
    response = Client().get(link)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    key.refresh_from_db()
    assert key.used_at is None


def test_still_running_confirms_it_and_asks_again_in_a_year(practice, clock):
    key = asked(clock)
    assert answer(key, "running").status_code == 302
    practice.refresh_from_db()
    assert (practice.last_confirmed_at, practice.state) == (timezone.now(), State.PUBLISHED)
    asked(clock, 700)
    assert len(to_unit()) == 1
    asked(clock, 732)
    assert len(to_unit()) == 2


def test_sent_twice_it_is_one_answer(practice, clock):
    key = asked(clock)
    answer(key, "running")
    answer(key, "changed", text="Nothing of this is true.")
    assert list(Freshness.objects.values_list("answer", "text")) == [("running", "")]
    assert Message.objects.filter(event__endswith=":changed").count() == 0


def test_a_change_is_told_to_the_city_and_to_editors(practice, clock):
    key = asked(clock)
    assert answer(key, "changed").status_code == 422
    answer(key, "changed", text="The bus stops at midnight now.")
    told = Message.objects.filter(event__endswith=":changed")
    assert told.count() == 2
    assert all("The bus stops at midnight now." in each.text for each in told)
    practice.refresh_from_db()
    assert (practice.last_confirmed_at, practice.state) == (None, State.PUBLISHED)


def test_what_has_ended_says_so_with_its_year(practice, clock):
    key = asked(clock)
    assert answer(key, "ended").status_code == 422
    assert answer(key, "ended", year="2049").status_code == 422
    assert answer(key, "ended", year="2030").status_code == 302
    page = Practice.objects.get(pk=practice.pk).original
    assert (page.status, page.end_year) == ("completed", 2030)
    assert Message.objects.filter(event__endswith=":ended").count() == 2


def test_nothing_is_written_over_a_text_that_somebody_is_changing(practice, clock):
    page = practice.original.specific
    page.summary = "Being written."
    page.save_revision()
    answer(asked(clock), "ended", year="2030")
    found = Practice.objects.get(pk=practice.pk)
    assert found.original.status == "running"
    assert found.newest_text().summary == "Being written."


def test_silence_is_reminded_then_said_on_the_page_then_archived_with_its_address(practice, clock):
    address_of_page = f"/en/practices/{practice.pk}/{practice.original.slug}/"
    asked(clock, 366)
    asked(clock, 395)
    assert len(to_unit()) == 1
    asked(clock, 397)
    asked(clock, 398)
    assert len(to_unit()) == 2
    asked(clock, 428)
    assert state(practice) == State.UNCONFIRMED
    page = Client().get(address_of_page)
    assert "Last confirmed on January 10, 2030" in page.text.replace("10 January 2030", "January 10, 2030")
    assert "stale" not in page.text.lower()
    asked(clock, 547)
    assert state(practice) == State.UNCONFIRMED
    asked(clock, 549)
    settle()
    assert state(practice) == State.ARCHIVED
    page = Client().get(address_of_page)
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (200, "noindex")
    assert "Archived" in page.text
    assert not Practice.objects.visible_to(None).filter(pk=practice.pk).exists()
    assert str(practice.pk) not in Client().get("/sitemap.xml").text
    assert Client().get(f"/en/practices/{practice.pk}/contact/").status_code == 404
    assert len(to_unit()) == 2
    asked(clock, 2000)
    assert state(practice) == State.ARCHIVED


def test_an_archived_entry_for_members_is_open_to_no_stranger(practice, clock):
    Practice.objects.filter(pk=practice.pk).update(state=State.ARCHIVED, visibility="members")
    assert Client().get(f"/en/practices/{practice.pk}/x/").status_code == 404


def test_an_answer_after_it_was_marked_publishes_it_again(practice, clock):
    key = asked(clock)
    asked(clock, 397)
    asked(clock, 427)
    assert state(practice) == State.UNCONFIRMED
    Key.objects.filter(pk=key.pk).update(expires_at=timezone.now() + timedelta(days=1))
    answer(key, "running")
    assert state(practice) == State.PUBLISHED


def test_a_link_runs_out(practice, clock):
    key = asked(clock)
    clock(366 + 61)
    assert Client().get(keys.path(key)).status_code == 404
    assert answer(key, "running").status_code == 404
    assert Practice.objects.get(pk=practice.pk).last_confirmed_at is None


def test_the_city_confirms_at_its_desk_and_the_link_is_closed(practice, clock):
    key = asked(clock)
    desk = at_desk(practice.submitters.get())
    assert desk.post(address("confirm", practice)).status_code == 302
    practice.refresh_from_db()
    assert practice.last_confirmed_at == timezone.now()
    assert Client().get(keys.path(key)).status_code == 404
    assert not Freshness.objects.filter(closed_at=None).exists()
    assert at_desk(make_person(make_city("Elsewhere"))).post(address("confirm", practice)).status_code == 404


@pytest.mark.parametrize("row", [
    {"paused_at": START}, {"state": State.WITHDRAWN}, {"state": State.DRAFT}, {"embargo_until": START + timedelta(800)},
    {"contact_email": "", "owner_city": None},
])
def test_what_nobody_reads_or_answers_for_is_not_asked_about(practice, clock, row):
    Practice.objects.filter(pk=practice.pk).update(**row)
    assert asked(clock) is None


def test_without_an_address_the_people_of_the_city_are_asked_on_their_desk(practice, clock):
    Practice.objects.filter(pk=practice.pk).update(contact_email="")
    assert asked(clock) is None
    assert Message.objects.get(event__endswith=":asked").receiver == practice.submitters.get()


def test_two_workers_ask_once(practice, clock):
    clock(366)
    first = list(freshness.due().values_list("pk", flat=True))
    assert [freshness.ask(pk) for pk in [*first, *first]] == [True, False]
    settle()
    assert len(to_unit()) == 1


def test_a_worker_that_dies_before_the_mail_leaves_it_to_the_next(practice, clock, monkeypatch):
    clock(366)
    monkeypatch.setattr("practices.key_mail.mailing.send", _dies)
    freshness.run()
    settle()
    assert to_unit() == []
    monkeypatch.undo()
    clock(367)
    outbox.drain()
    assert len(to_unit()) == 1
    assert Freshness.objects.count() == 1


def _dies(sent):
    raise ConnectionError("away")


def test_a_worker_that_slept_takes_one_stage_after_the_other(practice, clock):
    asked(clock, 3000)
    assert (state(practice), len(to_unit())) == (State.PUBLISHED, 1)
    asked(clock, 6000)
    assert (state(practice), len(to_unit())) == (State.PUBLISHED, 2)
    asked(clock, 9000)
    assert state(practice) == State.UNCONFIRMED


def test_a_clock_that_jumps_back_asks_nobody_again(practice, clock):
    asked(clock, 800)
    asked(clock, 370)
    assert len(to_unit()) == 1


def test_a_proposed_change_is_an_answer(practice, clock):
    key = asked(clock)
    actions.move(Practice.objects.get(pk=practice.pk), State.UPDATE_PROPOSED)
    asked(clock, 380)
    assert Freshness.objects.get().answer == "changed"
    assert Client().get(keys.path(key)).status_code == 404
