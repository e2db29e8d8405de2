"""The home page tells what this reader may find, and nothing more."""
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cities.models import City, CityMembership
from pages import record
from pages.situations import SITUATIONS
from practices.models import Practice
from practices.tests.factories import make_city, make_practice
from search import changes, facets
from taxonomy.loading import load_vocabularies
from taxonomy.models import Concept
from tests.settling import settle

pytestmark = pytest.mark.django_db


def publish(*, approach=(), **fields):
    """A practice with its concepts, in the index as it now stands."""
    practice = make_practice(**fields)
    page = practice.original.specific
    page.concepts = list(Concept.objects.filter(scheme="approach", code__in=approach))
    page.save()
    changes.changed([practice.pk])
    settle()
    return practice


@pytest.fixture
def beirut(site):
    return make_city("Beirut")


def test_it_counts_what_a_visitor_may_read(client, beirut):
    publish(cities=[beirut], title="A first story")
    publish(cities=[beirut], practice_visibility="members", title="Hidden from visitors")
    context = client.get("/en/").context
    assert (context["total"], context["countries"], context["content_languages"]) == (1, 1, 1)
    assert [line.count for line in context["regions"] if line.label == "Asia"] == [1]
    page = client.get("/en/").content.decode()
    assert "A first story" in page
    assert "Hidden from visitors" not in page


def test_a_member_finds_more(client, beirut):
    publish(cities=[beirut], practice_visibility="members", title="Among members")
    member = User.objects.create_user("member@city.example", "a-long-password-indeed")
    CityMembership.objects.create(user=member, city=make_city("Ours", membership=City.MEMBER))
    client.force_login(member)
    response = client.get("/en/")
    assert response.context["total"] == 1
    assert "Among members" in response.content.decode()


def test_what_is_withdrawn_disappears_at_once(client, beirut):
    practice = publish(cities=[beirut], title="Soon withdrawn")
    Practice.objects.filter(pk=practice.pk).update(state="withdrawn")
    assert "Soon withdrawn" not in client.get("/en/").content.decode()


def test_a_situation_leads_to_a_search_that_gives_its_number(client, beirut):
    load_vocabularies()
    publish(cities=[beirut], approach=["crisis-response"])
    publish(cities=[beirut], approach=["mentoring"])
    line = client.get("/en/").context["situations"][0]
    assert line.count == 1
    assert client.get(f"/en/search/?{line.query}").context["total"] == 1


def test_every_situation_uses_facets_and_codes_that_exist():
    load_vocabularies()
    for situation in SITUATIONS:
        for name, codes in situation.filters:
            assert facets.get(name) is not None
            assert all(facets.get(name).valid(code) for code in codes)


def test_examples_below_the_field_find_something(client, beirut):
    publish(cities=[beirut], title="Football for all")
    assert [str(words) for words in client.get("/en/").context["tries"]] == ["football"]


def test_the_number_of_queries_does_not_grow_with_practices(client, beirut):
    client.get("/en/")
    publish(cities=[beirut])
    with CaptureQueriesContext(connection) as few:
        client.get("/en/")
    for number in range(4):
        publish(cities=[make_city(f"Town {number}")])
    client.get("/en/")
    with CaptureQueriesContext(connection) as many:
        client.get("/en/")
    assert len(many) <= len(few)


def test_an_outage_is_said(client, site, monkeypatch):
    from search.contract import Results

    monkeypatch.setattr(record.engine, "answer", lambda *args, **kwargs: Results(0, (), {}, "none", degraded="Away."))
    response = client.get("/en/")
    assert response.status_code == 200
    assert "Away." in response.content.decode()


def test_regions_stand_in_the_order_of_the_readers_alphabet(client, site):
    labels = [line.label for line in client.get("/en/").context["regions"]]
    assert labels == ["Africa", "Americas", "Asia", "Europe", "Oceania"]
    assert [line.number for line in client.get("/fr/").context["regions"]] == [1, 2, 3, 4, 5]
