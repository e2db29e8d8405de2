"""No listing asks the database more often because there is more to list."""
from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.models import Practice
from practices.tests.factories import make_page
from search import changes
from tests.settling import settle

pytestmark = pytest.mark.django_db
LISTINGS = (
    "/en/", "/ar/", "/en/search/", "/zh/search/?q=common", "/en/search/?city=2624652", "/api/v1/search",
    "/api/v1/search?q=common&ui=ar", "/en/search/suggestions/?q=common", "/en/cities/2624652/-/", "/en/countries/DK/",
    "/en/regions/150/", "/en/hubs/europe/", "/en/cities/", "/sitemap.xml",
)


def asked(client, path):
    client.get(path, follow=True)  # fills what processes keep in memory
    with CaptureQueriesContext(connection, ) as queries:
        response = client.get(path, follow=True)
    assert response.status_code == 200, path
    return len(queries)


@pytest.fixture
def twice(django_assert_num_queries):
    """As many practices again in the same city, in one more language each."""
    from cities.models import City

    def add(number=15):
        aarhus = City.objects.get(pk=2624652)
        with changes.held():
            for _ in range(number):
                make_page(summary="common words", cities=[aarhus])
        settle()

    return add


def test_the_number_of_queries_stays_when_the_number_of_practices_grows(client, twice):
    twice(3)
    before = {path: asked(client, path) for path in LISTINGS}
    total = Practice.objects.count()
    twice(15)
    assert Practice.objects.count() == total + 15
    assert {path: asked(client, path) for path in LISTINGS} == before


@pytest.mark.parametrize("path", LISTINGS)
def test_a_listing_needs_few_queries(client, path):
    settle()
    assert asked(client, path) <= 40


def test_a_practice_needs_no_more_queries_where_more_is_similar(client, twice):
    twice(6)
    path = f"/en/practices/{Practice.objects.visible_to(None).latest('first_published_at').pk}/-/"
    assert 'id="similar"' in client.get(path, follow=True).content.decode()
    before = asked(client, path)
    twice(6)
    # Which four are shown may change, and with them whether one of their relations is empty and asks for nothing.
    assert asked(client, path) <= before + 1
