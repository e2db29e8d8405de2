"""Where no index can be asked, words are compared with the database, under the same rules of who sees what."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core import visibility
from practices.models import Practice
from practices.tests.factories import make_city, make_page
from search import engine
from search.contract import Request, SearchUnavailable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_index(monkeypatch):
    class Away:
        def search(self, request):
            raise SearchUnavailable("never filled here")

        def index(self, documents):
            return 0

        def delete(self, ids):
            pass

    monkeypatch.setattr(engine, "build", lambda name: Away())


def found(q="", **more):
    return {hit.id for hit in engine.answer(Request(q=q, **more)).hits}


def ids(*pages):
    return {str(page.practice_id) for page in pages}


def test_it_finds_words_in_any_script_and_says_how():
    market = make_page(title="At the market square")
    russian = make_page(title="Совет молодёжи", language="ru")
    assert found("market") == ids(market)
    assert found("молодёжи СОВЕТ", ui="ru") == ids(russian)
    results = engine.answer(Request(q="market"))
    assert (results.engine, results.total) == ("plain", 1)
    assert "letter by letter" in results.degraded


def test_a_city_is_found_by_its_name():
    page = make_page(cities=[make_city("Giraffetown")])
    make_page()
    assert found("Giraffetown") == ids(page)


def test_who_sees_what_is_the_same():
    page = make_page(title="A market")
    own = Practice.objects.filter(pk=page.practice_id)
    own.update(visibility="members")
    assert found("market") == set()
    assert engine.answer(Request(q="market", facets=("kind",))).facets == {"kind": {}}
    assert found("market", tokens=frozenset({visibility.PUBLIC, visibility.MEMBER})) == ids(page)
    own.update(visibility="public", embargo_until=timezone.now() + timedelta(days=1))
    assert found("market") == set()
    assert found("market", tokens=frozenset({visibility.PUBLIC, visibility.EDITOR})) == ids(page)
    own.update(embargo_until=None, paused_at=timezone.now())
    assert found("market", tokens=frozenset({visibility.PUBLIC, visibility.EDITOR})) == set()


def test_a_city_that_is_not_named_finds_nothing():
    page = make_page(cities=[make_city("Giraffetown")])
    Practice.objects.filter(pk=page.practice_id).update(city_withheld=True)
    assert found("Giraffetown") == set()


def test_filters_phrases_and_what_must_not_stand_there_hold():
    lebanon = make_page(title="A market in the east", cities=[make_city("Beitville", country="LB")])
    jordan = make_page(title="The east market", cities=[make_city("Jordanville", country="JO")])
    assert found("market", filters={"country": ("JO",)}) == ids(jordan)
    assert found("market", phrases=("east market",)) == ids(jordan)
    assert found("market", without=("east market",)) == ids(lebanon)
    counts = engine.answer(Request(q="market", filters={"country": ("JO",)}, facets=("country", "language"))).facets
    assert counts == {"country": {"LB": 1, "JO": 1}, "language": {"en": 1}}


def test_without_words_everything_is_listed_newest_first():
    pages = [make_page() for _number in range(3)]
    for days, page in enumerate(pages):
        Practice.objects.filter(pk=page.practice_id).update(first_published_at=timezone.now() - timedelta(days=days))
    hits = engine.answer(Request(size=2)).hits
    assert [hit.id for hit in hits] == [str(page.practice_id) for page in pages[:2]]
