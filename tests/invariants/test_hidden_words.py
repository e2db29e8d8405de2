"""Words of what a reader may not see are in no byte of any answer."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cities.models import CityMembership
from core import languages
from practices import actions
from practices.models import Practice
from practices.tests.factories import make_city
from practices.tests.submission import make_person
from tests.hidden import WORDS, plant, plant_all
from tests.settling import settle
from tests.surfaces import surfaces

pytestmark = pytest.mark.django_db
UI = [language.public for language in languages.INTERFACE]


@pytest.fixture
def planted():
    """One practice for each reason to be hidden, by its word."""
    return plant_all()


def own_city(person):
    return CityMembership.objects.get(user=person).city


def answers(client, practices):
    for path in surfaces(practices):
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        yield path, body + str(response.headers).encode()


@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_hidden_words_reach_no_stranger(client, planted, request, who):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    for path, content in answers(client, planted.values()):
        assert [word for word in planted if word.encode() in content.lower()] == [], path


@pytest.mark.parametrize("word", WORDS)
def test_a_search_for_a_hidden_word_finds_nothing(client, planted, word):
    answer = client.get("/api/v1/search", {"q": word}).json()
    assert answer["total"] == 0
    assert answer["hits"] == []
    assert all(option["count"] == 0 for options in answer["facets"].values() for option in options)


def test_members_find_what_is_for_members_and_nothing_else(client, planted, member):
    client.force_login(member)
    found = {word: client.get("/api/v1/search", {"q": word}).json()["total"] for word in planted}
    assert {word for word, total in found.items() if total} == {"zqmembers"}


def test_a_keyword_is_offered_to_those_who_can_open_an_entry_with_it(client, planted, member):
    def offered():
        options = client.get("/api/v1/search").json()["facets"]["keyword"]
        return {option["code"] for option in options if option["code"].startswith("zq")}

    assert offered() == set()
    client.force_login(member)
    assert offered() == {"zqmembers-keyword"}


def test_editors_find_what_is_under_embargo(client, planted, editor):
    client.force_login(editor)
    found = {word: client.get("/api/v1/search", {"q": word}).json()["total"] for word in planted}
    assert {word for word, total in found.items() if total} == {"zqmembers", "zqembargo"}


@pytest.mark.parametrize("word", ["zqpaused", "zqsubmitted", "zqanswers"])
def test_not_even_the_own_city_reads_it_on_the_public_site(client, planted, word):
    practice = planted[word]
    own = make_person(practice.owner_city or make_city("Zqown"))
    Practice.objects.filter(pk=practice.pk, owner_city=None).update(owner_city=own_city(own))
    client.force_login(own)
    for path, content in answers(client, [practice]):
        assert word.encode() not in content.lower(), path


@pytest.mark.parametrize("ui", UI)
def test_a_hidden_practice_answers_like_one_that_does_not_exist(client, planted, ui):
    unknown = client.get(f"/{ui}/practices/00000000-0000-4000-8000-000000000000/x/")
    for practice in planted.values():
        response = client.get(f"/{ui}/practices/{practice.pk}/x/")
        assert response.status_code == unknown.status_code == 404
        assert len(response.content) == len(unknown.content)


def test_nothing_names_the_city_of_a_practice_whose_city_is_not_named(client):
    city = make_city("Zqsecretville", country="SB", m49="054")
    practice = plant("zqunnamed", city_withheld=True, cities=[city], owner_city=city)
    settle()
    assert "zqunnamed-keyword" not in client.get("/en/search/").content.decode()
    assert client.get("/api/v1/search", {"q": "zqunnamed"}).json()["total"] == 1
    for q in ("Zqsecretville", "Solomon Islands", "zqunnamed office"):
        hits = client.get("/api/v1/search", {"q": q}).json()["hits"]
        assert all("Zqsecretville" not in str(hit) and "Solomon" not in str(hit) for hit in hits)
    assert client.get("/api/v1/search", {"q": "Zqsecretville"}).json()["total"] == 0
    for ui in UI:
        content = client.get(f"/{ui}/practices/{practice.pk}/zqunnamed-slug/?content=en").content.decode()
        assert "zqunnamed activities" in content
        assert "Zqsecretville" not in content
        assert "zqunnamed office" not in content


def test_a_withdrawal_holds_for_the_next_request(client):
    practice = plant("zqlater")
    settle()
    address = f"/en/practices/{practice.pk}/zqlater-slug/"
    assert client.get(address).status_code == 200
    assert client.get("/api/v1/search", {"q": "zqlater"}).json()["total"] == 1
    actions.withdraw(practice)
    assert client.get(address).status_code == 404
    answer = client.get("/api/v1/search", {"q": "zqlater"}).json()
    assert (answer["total"], answer["hits"]) == (0, [])


def test_a_city_that_only_a_hidden_entry_brought_here_is_no_choice_of_a_filter(client, editor):
    city = make_city("Zqsecretville", country="SB", m49="054")
    plant("zqembargoed", cities=[city], embargo_until=timezone.now() + timedelta(days=3))
    settle()
    for path in ("/en/search/", "/api/v1/search", "/en/cities/"):
        content = client.get(path).content.decode()
        assert "Zqsecretville" not in content
        assert "Solomon" not in content
    client.force_login(editor)
    assert "Zqsecretville" in client.get("/api/v1/search").content.decode()
