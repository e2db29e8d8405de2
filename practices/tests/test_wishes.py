"""“I need this in my language”: counted once a day for each reader, by a mark that tells nobody who it was."""
import pytest

from practices import limits
from practices.models import LanguageWish, Practice
from practices.tests.factories import make_page, make_practice
from search import asked_rows
from search.models import DayKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_keys():
    asked_rows.key_of.cache_clear()
    yield
    asked_rows.key_of.cache_clear()


@pytest.fixture
def practice():
    return Practice.objects.get(pk=make_page(title="Dialogue").practice_id)


def ask(client, practice, ui="fr", **extra):
    return client.post(f"/{ui}/practices/{practice.pk}/wish/", **extra)


def test_the_page_offers_it_where_the_text_is_in_another_language(client, practice):
    page = client.get(f"/fr/practices/{practice.pk}/-/", follow=True)
    assert f"/fr/practices/{practice.pk}/wish/" in page.content.decode()
    assert not page.cookies, "whoever only reads gets no cookie"
    assert f"/practices/{practice.pk}/wish/" not in client.get(
        f"/en/practices/{practice.pk}/-/", follow=True).content.decode()


def test_a_wish_is_counted_once_a_day_for_each_reader_and_language(client, practice):
    assert client.get(f"/fr/practices/{practice.pk}/wish/").status_code == 200
    answer = ask(client, practice)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    ask(client, practice)
    ask(client, practice, "ar")
    ask(client, practice, REMOTE_ADDR="192.0.2.9")
    assert LanguageWish.objects.filter(language="fr").count() == 2
    assert LanguageWish.objects.filter(language="ar").count() == 1


def test_a_mark_tells_nothing_once_the_key_of_the_day_is_thrown_away(client, practice):
    ask(client, practice)
    ask(client, practice, "ar")
    marks = set(LanguageWish.objects.values_list("reader", flat=True))
    assert len(marks) == 2
    assert all(len(mark) == 64 for mark in marks)
    DayKey.objects.all().delete()
    asked_rows.key_of.cache_clear()
    ask(client, practice)
    assert LanguageWish.objects.filter(language="fr").count() == 2


def test_a_language_that_is_there_is_not_counted(client, practice):
    assert ask(client, practice, "en").status_code == 302
    assert not LanguageWish.objects.exists()


@pytest.mark.parametrize("fields", [{"practice_visibility": "members"}, {"publish": False}])
def test_an_entry_that_a_reader_does_not_see_is_not_there(client, fields):
    practice = make_practice(**fields)
    assert ask(client, practice).status_code == 404
    assert client.get(f"/fr/practices/{practice.pk}/wish/sent/").status_code == 404
    assert not LanguageWish.objects.exists()


def test_a_flood_is_stopped_with_a_sentence(client, practice, monkeypatch):
    monkeypatch.setattr(limits, "WISHES_PER_HOUR", 1)
    ask(client, practice)
    answer = ask(client, practice, "ar")
    assert answer.status_code == 429
    assert LanguageWish.objects.count() == 1


def test_it_needs_the_token_of_its_form(practice):
    from django.test import Client

    assert ask(Client(enforce_csrf_checks=True), practice).status_code == 403
    assert not LanguageWish.objects.exists()
