"""Pages of the tree in the reader's language, with what stands around them."""
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import PageViewRestriction

from core import languages
from pages.bootstrap import PLANNED
from pages.models import InformationPage

pytestmark = pytest.mark.django_db
UI = [(each.public, each.html, each.direction) for each in languages.INTERFACE]
PATHS = ["", *(f"{planned.parent}/{planned.slug}/".lstrip("/") for planned in PLANNED)]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("ui", "lang", "direction"), UI)
def test_a_page_is_served_in_its_language_and_direction(client, site, path, ui, lang, direction):
    response = client.get(f"/{ui}/{path}")
    assert response.status_code == 200
    assert f'<html lang="{lang}" dir="{direction}">' in response.content.decode()
    assert response.headers["Content-Language"] == lang


def test_the_switch_keeps_path_and_query(client, site):
    page = client.get("/en/about/?from=mail&x=1").content.decode()
    assert re.search(r'href="/ar/about/\?from=mail&amp;x=1"[^>]*lang="ar" dir="rtl"', page)


def test_machines_are_told_every_language_and_the_address_without_the_query(client, site):
    page = client.get("/zh/about/?x=1").content.decode()
    links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    assert set(links) == {"ar", "en", "es", "fr", "ru", "zh-Hans", "x-default"}
    assert links["x-default"] == links["en"]
    assert links["zh-Hans"].endswith("/zh/about/")
    assert re.search(r'rel="canonical" href="[^"]+/zh/about/"', page)


def test_every_page_says_that_nobody_is_reported_here_and_that_nothing_is_endorsed(client, site):
    page = client.get("/en/").content.decode()
    assert "This is not a place to report a person" in page
    assert "Published means documented, not endorsed." in page


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_inline(client, site):
    page = client.get("/en/").content.decode()
    assert not re.search(r'(?:src|srcset)="(?:https?:)?//', page)
    assert not re.search(r'<link[^>]+rel="(?:stylesheet|icon|preload)"[^>]+href="(?:https?:)?//', page)
    assert not re.search(r"<style|style=|<script(?![^>]* src=)|\son\w+=", page)


def test_a_restricted_page_is_not_there(client, site):
    page = InformationPage.objects.get(slug="privacy", locale__language_code="en")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/privacy/").status_code == 404
    assert client.get("/fr/privacy/").status_code == 200


def test_an_unpublished_page_is_not_there(client, site):
    InformationPage.objects.get(slug="privacy", locale__language_code="en").unpublish()
    assert client.get("/en/privacy/").status_code == 404


def test_rich_text_is_cleaned_again_when_it_is_shown(client, site):
    page = InformationPage.objects.get(slug="privacy", locale__language_code="en")
    page.body = [("text", '<p onclick="x()">Hello<script>alert(1)</script></p>')]
    page.save()
    shown = client.get("/en/privacy/").content.decode()
    assert "<p>Hello</p>" in shown
    assert "alert(1)" not in shown


def test_the_demonstration_says_so_on_every_page(client, site, settings):
    assert 'class="demo"' not in client.get("/en/about/").content.decode()
    settings.DEMO = True
    page = client.get("/en/about/").content.decode()
    assert 'class="demo"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_the_terms_page_shows_every_word_that_finds_something(client, site):
    from taxonomy.loading import load_vocabularies

    load_vocabularies()
    page = client.get("/fr/terms/").content.decode()
    assert "violence linked to territorial or self-government disputes" in page.lower()
    assert "incel violence" in page
    assert 'lang="ar" dir="rtl"' in page


def test_a_visitor_has_no_session(client, site):
    response = client.get("/en/")
    assert not response.cookies
    assert isinstance(response.context["user"], AnonymousUser) or not response.context["user"].is_authenticated
