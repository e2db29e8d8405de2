"""An entry is begun by people of a city, in a language they choose, and once however often a form is sent."""
import threading
import uuid

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from cities.models import CityMembership
from core import languages
from practices.desk import starting
from practices.models import Draft, Practice
from practices.tests.at_the_desk import address, at_desk, hidden
from practices.tests.factories import make_city
from practices.tests.submission import make_editor, make_person

NEW = "/en/desk/practices/new/"


@pytest.fixture
def person(db):
    return make_person(make_city("Ownville"))


def begin(client, **values):
    page = client.get(NEW)
    sent = {"city": hidden(page, "city"), "key": hidden(page, "key"), "language": "sq", **values}
    return client.post(NEW, sent)


def test_a_visitor_is_led_to_the_sign_in(client, db):
    answer = client.get(NEW)
    assert answer.status_code == 302
    assert answer.url == f"/en/account/login/?next={NEW}"


@pytest.mark.parametrize("make", [make_person, make_editor])
def test_who_belongs_to_no_city_is_told_what_to_do(db, make):
    client = at_desk(make())
    assert "coordinator" in client.get(NEW).text
    assert client.post(NEW, {"language": "en"}).status_code == 403
    assert not Practice.objects.exists()


def test_who_left_the_city_begins_nothing(person):
    CityMembership.objects.update(active=False)
    assert at_desk(person).get(NEW).status_code == 403


@pytest.mark.parametrize("language", [each.public for each in languages.ALL])
def test_every_content_language_can_be_chosen(person, language):
    answer = begin(at_desk(person), language=language)
    draft = Draft.objects.get()
    assert answer.url == address("question", draft.practice, "title")
    assert draft.language == language


@pytest.mark.parametrize("language", ["", "xx", "zh-hans"])
def test_a_language_has_to_be_chosen(person, language):
    answer = begin(at_desk(person), language=language)
    assert answer.status_code == 422
    assert 'href="#id_language"' in answer.text
    assert not Practice.objects.exists()


def test_with_several_cities_one_is_chosen(person):
    other = make_city("Second")
    CityMembership.objects.create(user=person, city=other)
    client = at_desk(person)
    key = hidden(client.get(NEW), "key")
    assert client.post(NEW, {"key": key, "language": "en"}).status_code == 422
    client.post(NEW, {"key": key, "language": "en", "city": other.pk})
    assert Practice.objects.get().owner_city == other


def test_the_city_of_others_is_refused(person):
    answer = begin(at_desk(person), city=make_city("Foreign").pk)
    assert answer.status_code == 422
    assert not Practice.objects.exists()


def test_the_same_form_sent_again_leads_to_the_same_entry(person):
    client = at_desk(person)
    key = hidden(client.get(NEW), "key")
    sent = {"city": person_city(person), "key": key, "language": "en"}
    first, second = client.post(NEW, sent), client.post(NEW, sent)
    assert first.url == second.url
    assert Practice.objects.count() == Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_posts_begin_one_entry():
    person = make_person(make_city("Ownville"))
    clients = [at_desk(person) for _ in range(6)]
    key = hidden(clients[0].get(NEW), "key")
    city, start, urls = person_city(person), threading.Barrier(len(clients)), []

    def send(client):
        start.wait()
        urls.append(client.post(NEW, {"city": city, "key": key, "language": "en"}).headers.get("Location"))
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Practice.objects.count() == Draft.objects.count() == 1
    assert set(urls) == {address("question", Practice.objects.get(), "title")}


def test_a_key_that_was_not_given_to_this_person_begins_nothing(person):
    stranger = make_person(make_city("Other"))
    foreign = signing.dumps([str(uuid.uuid4()), stranger.pk], salt=starting.SALT)
    for key in ("", str(uuid.uuid4()), foreign):
        answer = begin(at_desk(person), key=key)
        assert answer.status_code == 422
        assert hidden(answer, "key") not in ("", key)
    assert not Practice.objects.exists()


def test_forged_fields_begin_a_draft_like_any_other(person):
    begin(at_desk(person), state="published", visibility="members", submitters="1", embargo_until="2020-01-01")
    practice = Practice.objects.get()
    assert (practice.state, practice.visibility, practice.embargo_until) == ("draft", "public", None)
    assert list(practice.submitters.all()) == [person]


def test_the_language_can_be_changed_until_it_is_handed_in(person):
    client = at_desk(person)
    begin(client)
    practice = Practice.objects.get()
    client.post(address("language", practice), {"language": "ar"})
    assert Draft.objects.get().language == "ar"
    assert client.post(address("language", practice), {"language": "xx"}).status_code == 422


def test_a_post_needs_the_token_of_its_form(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.post(NEW, {"language": "en"}).status_code == 403
    assert reverse("practices:desk-new") == NEW


def person_city(person):
    return CityMembership.objects.get(user=person).city_id
