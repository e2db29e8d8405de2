"""Words of what a reader may not see are in no byte of any answer."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from accounts.roles import COORDINATOR
from cities.models import CityMembership
from core import languages
from practices import actions, submitting
from practices.models import Practice
from practices.models.pages import PracticeKeyword
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_draft, make_person
from taxonomy.models import Keyword
from tests.settling import settle
from tests.surfaces import surfaces

pytestmark = pytest.mark.django_db
UI = [language.public for language in languages.INTERFACE]
WORDS = ("zqdraft", "zqmembers", "zqembargo", "zqwithdrawn", "zqdeclined", "zqpaused", "zqsubmitted", "zqanswers",
         "zqtranslated")


def plant(word, *, publish=True, **row):
    """A practice with the word in its title, text, keyword and unit; `row` goes to the language-neutral row."""
    page = make_page(
        title=f"{word} title", slug=f"{word}-slug", summary=f"{word} summary", organisation=f"{word} office",
        activities=f"<p>{word} activities</p>", concerns=f"<p>{word} concerns</p>", publish=publish,
        cities=row.pop("cities", []),
    )
    keyword = Keyword.objects.create(name=f"{word} keyword", slug=f"{word}-keyword", accepted=True)
    PracticeKeyword.objects.create(tag=keyword, content_object=page)
    Practice.objects.filter(pk=page.practice_id).update(**row)
    practice = Practice.objects.get(pk=page.practice_id)
    actions.touch(practice)
    return practice


def written(word):
    """A draft of a city with the word in every answer that takes any."""
    return make_draft(**{name: f"{word} {name}" for name in (
        "title", "summary", "took_part", "organisation", "change", "how_known", "challenges", "rights", "unit")},
        contact_email=f"{word}@city.example")


def translated(practice, word):
    """The practice with a French version that has the word in its texts."""
    copy = practice.original.specific.copy_for_translation(Locale.objects.get(language_code="fr"))
    copy.title, copy.slug, copy.summary = f"{word} titre", f"{word}-slug", f"{word} résumé"
    copy.save()
    copy.save_revision().publish()
    practice = Practice.objects.get(pk=practice.pk)
    assert [version.language for version in practice.available_versions()] == ["en", "fr"]
    return practice


@pytest.fixture
def planted():
    """One practice for each reason to be hidden, by its word."""
    later = timezone.now() + timedelta(days=3)
    found = {
        "zqdraft": plant("zqdraft", publish=False),
        "zqmembers": plant("zqmembers", visibility="members"),
        "zqembargo": plant("zqembargo", embargo_until=later),
        "zqwithdrawn": plant("zqwithdrawn"),
        "zqdeclined": plant("zqdeclined", publish=False),
        "zqpaused": plant("zqpaused"),
        "zqsubmitted": submitting.submit(draft := written("zqsubmitted"), by=draft.saved_by),
        "zqanswers": written("zqanswers").practice,
        "zqtranslated": translated(plant("zqsource"), "zqtranslated"),
    }
    actions.withdraw(found["zqwithdrawn"])
    actions.withdraw(found["zqtranslated"])
    actions.pause(found["zqpaused"], by=make_person(role=COORDINATOR))
    actions.move(found["zqdeclined"], "submitted")
    actions.move(found["zqdeclined"], "declined")
    settle()
    assert tuple(found) == WORDS
    return found


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
