"""Whatever is typed into an address or a form, the site has an answer: six hundred questions, and never an error.

Search has its own (search/tests/test_hostile.py); here they go to every other page, as path, as parameter, as form.
"""
from __future__ import annotations

import random
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache

from search.tests.test_hostile import PIECES
from tests.page_types import CASE_STUDY, PAGES, PROGRAMME, practice_id

pytestmark = pytest.mark.django_db
TOTAL = 600
MORE = (
    "../", "..%2f", "%00", "%ff%fe", "\ud83d", "None", "null", "-1", "0", "9" * 40, "1e9", "١٢", "½", "on", "x" * 3_000,
)
PARAMETERS = ("content", "page", "q", "next", "sort", "ui", "kind", "city", "year", "hx", "fbclid", "__proto__[a]", "é")
LONGEST = 10_240
ONE = practice_id(CASE_STUDY)
# `{}` is where the hostile words stand.
PATHS = (
    "/{}", "/{}/", "/en/{}/", "/ar/{}/{}/", "/xx/{}/", "/en/practices/{}/", "/en/practices/{}/x/",
    f"/en/practices/{ONE}/{{}}/", f"/zh/practices/{ONE}/{{}}/", f"/en/practices/{ONE}/{{}}",
    "/en/practices/{}/contact/", "/en/practices/{}/concern/", "/en/concerns/{}/",
    "/en/cities/{}/", "/en/cities/{}/x/", "/en/cities/2624652/{}/", "/en/countries/{}/", "/en/regions/{}/",
    "/en/hubs/{}/", "/en/about/{}/", "/en/account/{}/", "/en/account/password/reset/key/{}/",
    "/en/account/confirm-email/{}/", "/files/{}", "/files/images/{}.jpg", "/static/{}", "/admin/{}/", "/api/v1/{}",
    "/api/v1/search/{}", "/health/{}", "/{}.xml",
)


@pytest.fixture(autouse=True)
def no_limits_reached():
    """Each test begins as a new reader: attempts are counted in the cache."""
    cache.clear()


def words(seed, number):
    """The same hostile texts at every run."""
    chance = random.Random(seed)
    return ["".join(chance.choices(PIECES + MORE, k=chance.randint(1, 5)))[:LONGEST] for _ in range(number)]


def encoded(text, safe=""):
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe=safe)


def refused_or_answered(response, address):
    """No error of the server; an error of the asker has a page in words."""
    assert response.status_code < 500, address
    if response.status_code >= 400 and response.headers["Content-Type"].startswith("text/html"):
        assert b"<h1" in response.content or b"<title" in response.content, address


@pytest.mark.parametrize("number", range(len(PATHS)), ids=PATHS)
def test_hostile_parts_of_an_address(client, number):
    path = PATHS[number]
    for text in words(number, TOTAL // len(PATHS) + 1):
        for safe in ("", "/%"):
            address = path.replace("{}", encoded(text, safe)[:8_000])
            refused_or_answered(client.get(address), address)


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("search")])
def test_hostile_parameters_change_no_page_into_an_error(client, name):
    address = client.get(PAGES[name].replace("{ui}", "en"), follow=True).request["PATH_INFO"]
    chance = random.Random(name)
    for text in words(name, TOTAL // len(PAGES)):
        query = "&".join(f"{encoded(key)}={encoded(text)[:4_000]}" for key in chance.sample(PARAMETERS, 3))
        response = client.get(f"{address}?{query}", follow=True)
        assert response.status_code in {200, 404}, query
        assert response.status_code == 200 or "content" in query, query


@pytest.mark.parametrize("path", ["/en/account/login/", "/en/account/password/reset/",
                                  f"/en/practices/{practice_id(PROGRAMME)}/contact/",
                                  f"/en/practices/{practice_id(PROGRAMME)}/concern/", "/en/concerns/"])
def test_hostile_forms_come_back_filled_in(client, path):
    fields = ("text", "language", "name", "reply_to", "agreed", "website", "opened", "login", "password", "email",
              "category", "once", "code")
    for text in words(path, 40):
        sent = text.encode("utf-8", "replace").decode()
        response = client.post(path, {field: sent for field in fields})
        assert response.status_code in {200, 302, 400, 403, 422, 429}, text


@pytest.mark.parametrize("headers", [
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5_000}, {"HTTP_ACCEPT_LANGUAGE": "ar;q=nan, *;q=9, \x00"},
    {"HTTP_COOKIE": "language=../../x; sessionid=\x00'\""}, {"HTTP_REFERER": "javascript:alert(1)"},
    {"HTTP_X_FORWARDED_FOR": "'; DROP TABLE x, ::1, x"}, {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "\x00"},
    {"HTTP_RANGE": "bytes=9-1, x"}, {"HTTP_IF_MODIFIED_SINCE": "never"}, {"HTTP_IF_NONE_MATCH": '"' * 999},
])
@pytest.mark.parametrize("path", ["/", "/ar/", "/en/search/?q=police", "/api/v1/search", "/robots.txt", "/sitemap.xml"])
def test_hostile_headers(client, path, headers):
    refused_or_answered(client.get(path, **headers), path)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example",
                                    "javascript:alert(1)", "\x00//elsewhere.example", "https:elsewhere.example"])
def test_nobody_is_led_to_another_site_after_signing_in(client, member, target):
    from demo.accounts import PASSWORD

    response = client.post("/en/account/login/", {"login": member.email, "password": PASSWORD, "next": target})
    assert response.status_code == 302
    assert "elsewhere" not in response.headers["Location"]
    assert response.headers["Location"].startswith("/")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("name", ["home", "search", "case study", "contact", "city", "cities"])
def test_other_methods_are_refused_in_words(client, name, method):
    address = client.get(PAGES[name].replace("{ui}", "en"), follow=True).request["PATH_INFO"]
    assert getattr(client, method)(address).status_code < 500
