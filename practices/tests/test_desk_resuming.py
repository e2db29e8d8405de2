"""Somebody who stops on one device goes on where they stopped on another."""
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from practices import reviewing, submitting
from practices.choices import Question
from practices.models import Draft
from practices.tests.at_the_desk import address, answer, at_desk, hidden
from practices.tests.factories import ensure_tree, make_city
from practices.tests.submission import ANSWERS, make_draft, make_editor, make_person

LAST = f"Last saved: “{Question.PEOPLE.label}”"
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """A draft of which nothing is answered yet."""
    ensure_tree()
    city = make_city("Ownville")
    return submitting.start(city, by=make_person(city), language="sq")


@pytest.fixture
def phone(draft):
    return at_desk(draft.saved_by)


@pytest.fixture
def office(draft):
    return at_desk(draft.saved_by)


def save_by_itself(client, draft, question, **values):
    path = address("question", draft.practice, question)
    page = client.get(path)
    sent = {name: hidden(page, name) for name in ("version", "seen", "page")}
    assert client.post(path, {**sent, "turn": 1, **values}, headers={"X-Autosave": "1"}).status_code == 200


def test_half_a_question_is_where_one_goes_on(draft, phone, office):
    answer(phone, draft, "title", title="Tryeza")
    save_by_itself(phone, draft, "people", took_part="Tregtarë")
    path = address("question", draft.practice, "people")
    entry, desk = office.get(address("entry", draft.practice)).text, office.get("/en/desk/").text
    assert f'<a class="button" href="{path}">Continue with question 6</a>' in entry
    assert LAST in entry
    assert f'href="{path}"' in desk
    assert "Continue with question 6" in desk
    assert LAST in desk
    assert "Tregtarë" in office.get(path).text


def test_after_a_whole_question_the_next_open_one_follows(draft, phone, office):
    answer(phone, draft, "people", took_part="Tregtarë", organisation="Bashkia")
    assert "Continue with question 7" in office.get(address("entry", draft.practice)).text


def test_what_is_open_before_comes_at_the_end(draft, phone, office):
    Draft.objects.update(answers={**draft.answers, **ANSWERS, "title": ""})
    answer(phone, draft, "contact", unit="Zyra", contact_email="zyra@town.example", visibility="public", licence="on")
    assert "Continue with question 1<" in office.get(address("entry", draft.practice)).text


def test_where_all_is_answered_it_is_checked(draft, phone, office):
    Draft.objects.update(answers={**draft.answers, **ANSWERS})
    answer(phone, draft, "title", title="Tryeza")
    assert f'<a class="button" href="{address("check", draft.practice)}">' in office.get(
        address("entry", draft.practice)).text
    assert address("check", draft.practice) in office.get("/en/desk/").text


def test_what_was_never_touched_is_begun(draft, office):
    assert ">Begin</a>" in office.get(address("entry", draft.practice)).text.replace("Go on", "Begin")
    assert "Last saved" not in office.get("/en/desk/").text


def test_what_editors_ask_comes_first():
    ensure_tree()
    draft = make_draft()
    client = at_desk(draft.saved_by)
    practice = submitting.submit(draft, by=draft.saved_by)
    editor = make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Two.", comments={Question.RIGHTS: "Who keeps notes?"})
    assert address("question", practice, "rights") in client.get(address("entry", practice)).text


def test_the_time_of_another_day_is_said_with_its_day(draft, phone):
    Draft.objects.update(saved_at=timezone.now())
    path = address("question", draft.practice, "title")
    assert "data-earlier" not in phone.get(path).text
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        page = at_desk(draft.saved_by).get(path).text
    assert "data-earlier" in page
    assert "Saved on " in page
