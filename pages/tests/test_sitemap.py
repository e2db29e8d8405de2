"""The sitemap lists what a visitor may read, each text with its other languages, and nothing else."""
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices.tests.factories import make_practice

pytestmark = pytest.mark.django_db


def sitemap(client):
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"] == "application/xml"
    return response.content.decode()


def test_pages_and_lists_are_there_in_six_languages(client, site):
    found = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", sitemap(client))
    for ui in ("ar", "en", "es", "fr", "ru", "zh"):
        assert {f"/{ui}/", f"/{ui}/about/principles/", f"/{ui}/search/", f"/{ui}/cities/"} <= set(found)
    assert len(found) == len(set(found))


def test_a_practice_is_listed_in_the_languages_of_its_text(client, site):
    practice = make_practice(language="mk", slug="prikazna")
    found = sitemap(client)
    assert f"/en/practices/{practice.pk}/prikazna/?content=mk</loc>" in found
    assert f'hreflang="mk" href="http://127.0.0.1:8000/en/practices/{practice.pk}/prikazna/?content=mk"' in found
    assert f"/ar/practices/{practice.pk}" not in found


@pytest.mark.parametrize(
    "hidden",
    [{"practice_state": "withdrawn"}, {"practice_state": "draft"}, {"practice_visibility": "members"},
     {"practice_embargo_until": timezone.now() + timedelta(days=1)}],
)
def test_what_a_visitor_may_not_read_is_not_listed(client, site, admin_client, hidden):
    practice = make_practice(**hidden)
    assert str(practice.pk) not in sitemap(client)
    assert str(practice.pk) not in sitemap(admin_client)


def test_the_number_of_queries_does_not_grow(client, site):
    make_practice()
    sitemap(client)
    with CaptureQueriesContext(connection) as few:
        sitemap(client)
    for _number in range(3):
        make_practice()
    with CaptureQueriesContext(connection) as many:
        sitemap(client)
    assert len(many) == len(few)
