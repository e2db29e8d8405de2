"""What is asked is counted so that nobody can be found in it, and no search waits for it or fails by it."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import RequestFactory
from django.utils import timezone

from search import asked_rows, recording
from search.models import Asked, Asker, DayKey, Opened
from search.parameters import Chosen
from search.tests.factories import make_document

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture(autouse=True)
def counting(settings):
    settings.SEARCH_RECORDING = True
    asked_rows.key_of.cache_clear()
    recording.notes.take()
    recording.notes.heard.clear()
    yield
    asked_rows.key_of.cache_clear()
    recording.notes.take()
    recording.notes.heard.clear()


def ask(q="mentoring", *, address="192.0.2.1", total=0, ui="en", degraded=False, agent=BROWSER, **more):
    headers = more.pop("headers", {})
    chosen = Chosen(q=q, **more)
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers={"User-Agent": agent, **headers})
    recording.note(request, chosen, ui, total=total, degraded=degraded)
    recording.after_answer()


def by(number, **more):
    for each in range(number):
        ask(address=f"192.0.2.{each}", **more)


def rows():
    recording.flush()
    return list(Asked.objects.order_by("pk").values_list("ui", "words", "found", "searches", "searchers"))


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_questions_are_counted_by_language_words_and_how_much_they_found():
    ask("Mentoring", total=0)
    ask("mentoring", total=7, address="192.0.2.2")
    ask("mentoring", total=300, address="192.0.2.3", ui="fr")
    assert rows() == [("en", "mentoring", "none", 1, 1), ("en", "mentoring", "few", 1, 1),
                      ("fr", "mentoring", "many", 1, 1)]


def test_a_searcher_counts_once_however_often_the_page_is_loaded():
    for _each in range(3):
        ask()
    assert rows() == [("en", "mentoring", "none", 1, 1)]


def test_searchers_are_told_apart_over_several_writings():
    by(3)
    rows()
    by(4)
    assert rows() == [("en", "mentoring", "none", 7, 4)]


@pytest.mark.parametrize("more", [
    {"q": ""}, {"page": 2}, {"filters": {"language": ("en",)}}, {"degraded": True},
    {"agent": "ExampleBot/1.0"}, {"agent": "curl/8.0"}, {"headers": {"Sec-Purpose": "prefetch;prerender"}},
])
def test_what_is_no_question_of_a_reader_is_not_counted(more):
    ask(**more)
    assert rows() == []


def test_switched_off_nothing_is_counted(settings):
    settings.SEARCH_RECORDING = False
    ask()
    assert rows() == []


def test_a_search_writes_nothing_until_there_is_enough(django_assert_num_queries):
    ask()
    with django_assert_num_queries(0):
        ask(address="192.0.2.9")
    assert not Asked.objects.exists()


def test_enough_questions_are_written_after_an_answer():
    for number in range(recording.QUESTIONS):
        ask(f"question {number}")
    assert Asked.objects.count() == recording.QUESTIONS


def test_some_seconds_later_the_next_answer_writes():
    clock = [0.0]
    notes = recording.Notes(clock=lambda: clock[0])
    notes.count(("day", "en", "words", "none"), "mark")
    assert not notes.due()
    clock[0] = recording.SECONDS + 1
    assert notes.due()


def test_marks_neither_name_a_searcher_nor_join_two_questions():
    ask("one", address="192.0.2.1")
    ask("two", address="192.0.2.1")
    rows()
    first, second = Asker.objects.values_list("mark", flat=True)
    assert first != second
    assert "192" not in first


def test_with_the_day_go_its_key_its_marks_and_the_words_of_rare_questions():
    by(5, q="mentoring")
    by(4, q="somebody's name")
    rows()
    asked_rows.close_days(tomorrow())
    assert not DayKey.objects.exists()
    assert not Asker.objects.exists()
    assert set(rows()) == {("en", "mentoring", "none", 5, 5), ("en", "", "none", 4, 0)}


def test_the_first_writing_of_a_new_day_closes_the_day_before():
    by(2, q="somebody's name")
    rows()
    day = timezone.localdate() + timedelta(days=1)
    asked_rows.write({(day, "en", "mentoring", "none"): (1, {"mark"})}, {}, today=day)
    assert set(Asked.objects.values_list("words", flat=True)) == {"", "mentoring"}


def test_what_is_written_too_late_is_a_number_only():
    asked_rows.write({(timezone.localdate(), "en", "mentoring", "none"): (3, {"mark"})}, {}, today=tomorrow())
    assert rows() == [("en", "", "none", 3, 0)]
    assert not Asker.objects.exists()


def test_words_are_kept_for_ninety_days():
    by(5)
    rows()
    asked_rows.close_days(timezone.localdate() + timedelta(days=90))
    assert rows()[0][1] == "mentoring"
    asked_rows.close_days(timezone.localdate() + timedelta(days=91))
    assert rows() == [("en", "", "none", 5, 0)]


def test_closing_a_day_twice_changes_nothing():
    by(3)
    rows()
    asked_rows.close_days(tomorrow())
    once = rows()
    asked_rows.close_days(tomorrow())
    assert rows() == once


def test_what_was_opened_keeps_its_words_only_beside_a_question_that_does():
    by(5, q="mentoring")
    ask("somebody's name")
    request = RequestFactory().post("/", headers={"User-Agent": BROWSER})
    for words in ("mentoring", "somebody's name", "mentoring"):
        recording.note_opened(request, "en", words, "1", 2)
    rows()
    asked_rows.close_days(tomorrow())
    found = set(Opened.objects.values_list("words", "document", "position", "times"))
    assert found == {("mentoring", "1", 2, 2), ("", "1", 2, 1)}


def test_a_database_that_is_away_breaks_no_search_and_loses_no_count(monkeypatch):
    def away(*_args, **_kwargs):
        raise DatabaseError

    by(2)
    with monkeypatch.context() as patched:
        patched.setattr(asked_rows, "write", away)
        patched.setattr(recording, "QUESTIONS", 1)
        ask(address="192.0.2.77")
    assert rows() == [("en", "mentoring", "none", 3, 3)]


def test_beyond_a_days_limit_questions_are_only_counted(monkeypatch):
    monkeypatch.setattr(asked_rows, "MOST_A_DAY", 1)
    ask("one")
    rows()
    ask("two")
    assert set(rows()) == {("en", "one", "none", 1, 1), ("en", "", "none", 1, 0)}


def test_beyond_a_days_limit_no_new_openings_are_kept(monkeypatch):
    monkeypatch.setattr(asked_rows, "MOST_A_DAY", 2)
    request = RequestFactory().post("/", headers={"User-Agent": BROWSER})
    for position in (1, 2, 3, 1):
        recording.note_opened(request, "en", "mentoring", "1", position)
        rows()
    assert set(Opened.objects.values_list("position", "times")) == {(1, 2), (2, 1)}


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_whoever_asks_not_to_be_counted_is_not(header):
    ask(headers={header: "1"})
    assert rows() == []
    ask(headers={header: "0"})
    assert len(rows()) == 1


@pytest.fixture
def beacon(client, site):
    """A function that posts what the script of the results page posts."""
    from search import opened

    site(make_document("1", "Council"), make_document("2", "Hidden", audience=frozenset({"member"})))
    opened.limit.__init__()

    def post(origin="same-origin", **more):
        data = {"q": "council", "id": "1", "position": "3", **more}
        headers = {"Sec-Fetch-Site": origin, "User-Agent": BROWSER}
        return client.post("/ar/search/opened/", data, headers=headers).status_code

    return post


def test_an_opened_result_is_counted_with_its_place(beacon):
    assert beacon() == 204
    rows()
    assert Opened.objects.values_list("ui", "words", "document", "position", "times").get() == (
        "ar", "council", "1", 3, 1)


@pytest.mark.parametrize("origin", ["cross-site", "same-site", "none", ""])
def test_other_sites_cannot_count(beacon, origin):
    assert beacon(origin=origin) == 403


@pytest.mark.parametrize("wrong", [
    {"id": "2"}, {"id": "unknown"}, {"id": "1" * 100}, {"position": "0"}, {"position": "-1"}, {"position": "x"},
    {"position": "1001"}, {"position": "٣"}, {"id": "1\x00"},
])
def test_what_the_reader_cannot_have_opened_is_refused(beacon, wrong):
    assert beacon(**wrong) == 400
    rows()
    assert not Opened.objects.exists()


def test_one_address_counts_so_much_a_minute(beacon):
    assert {beacon() for _each in range(60)} == {204}
    assert beacon() == 429
