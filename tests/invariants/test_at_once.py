"""What is withdrawn, restricted, embargoed or paused is gone with the next request, though no index has heard of it."""
from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from core import languages
from practices import actions
from practices.models import Practice
from tests.settling import settle

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"  # a port that refuses


def restrict(practice, **change):
    now = {"visibility": practice.visibility, "embargo_until": None, "city_withheld": False}
    actions.set_audience(practice, **now | change)


WAYS = {
    "withdrawn": actions.withdraw,
    "for members": lambda practice: restrict(practice, visibility="members"),
    "under embargo": lambda practice: restrict(practice, embargo_until=timezone.now() + timedelta(days=2)),
    "paused": lambda practice: actions.pause(practice, by=User.objects.get(email="coordinator@demo.example")),
}


@pytest.fixture
def practice():
    """A published entry with pictures and as many languages as possible."""
    found = Practice.objects.visible_to(None).annotate(number=Count("versions")).order_by("-number", "pk")
    return next(each for each in found if len(each.original.pictures) and each.original.cities.exists())


@pytest.fixture(params=["as configured", "Elasticsearch away"])
def engines(request, settings):
    settle()
    if request.param == "Elasticsearch away":
        settings.ELASTICSEARCH_URL = NOWHERE
    return request.param


def total(client, **parameters):
    return client.get("/api/v1/search", parameters).json()["total"]


def counted(client):
    """How many entries each city, language and keyword is said to have."""
    facets = client.get("/api/v1/search").json()["facets"]
    return {(name, option["code"]): option["count"] for name in ("city", "language", "keyword", "kind")
            for option in facets[name]}


def files_of(client, practice):
    page = client.get(f"/en/practices/{practice.pk}/-/", follow=True).content.decode()
    return set(re.findall(r"/files/[^\s\"',]+", page))


def statuses(client, paths):
    found = set()
    for path in paths:
        response = client.get(path)
        found.add(response.status_code)
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, it closes its file
    return found


@pytest.mark.parametrize("way", WAYS)
def test_the_next_request_knows(client, practice, engines, way):
    city = practice.original.cities.first()
    versions = [version.language for version in practice.versions.all()]
    files, before, everything = files_of(client, practice), counted(client), total(client)
    assert len(versions) > 2
    assert files
    assert statuses(client, files) == {200}
    assert before["city", str(city.pk)] >= 1

    WAYS[way](practice)  # and nobody carries out what the outbox owes

    for ui in (language.public for language in languages.INTERFACE):
        for content in versions:
            assert client.get(f"/{ui}/practices/{practice.pk}/-/?content={content}").status_code == 404
        assert str(practice.pk) not in client.get(f"/{ui}/cities/{city.pk}/-/", follow=True).content.decode()
    assert str(practice.pk) not in client.get("/sitemap.xml").content.decode()
    assert statuses(client, files) == {404}
    assert total(client) == everything - 1
    after = counted(client)
    assert after["city", str(city.pk)] == before["city", str(city.pk)] - 1
    assert [after["language", code] for code in versions] == [before["language", code] - 1 for code in versions]
    for version in practice.versions.all():
        hits = client.get("/api/v1/search", {"q": version.page.title}).json()["hits"]
        assert str(practice.pk) not in {hit["id"] for hit in hits}
