"""The pages of both desks and behind signed links: in the language of their address, and no text left untranslated."""
from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from accounts.models import User
from core import languages
from tests.invariants.test_crawl import OPEN, parsed, pseudo, unmarked
from tests.laying_out import CITY, EDITOR, lay_out
from tests.page_types import ADMIN, BY_LINK, DESK, KEEPING

__all__ = ["pseudo"]
pytestmark = pytest.mark.django_db
UI = [language.public for language in languages.INTERFACE]
WHO = {**dict.fromkeys(DESK, CITY), **dict.fromkeys(BY_LINK, ""), **dict.fromkeys(ADMIN, EDITOR),
       **dict.fromkeys(KEEPING, "admin@demo.example")}
ALL = {**DESK, **BY_LINK, **ADMIN, **KEEPING}

# They consist of names in whatever language: keywords, codes, a city by all its names, the invented line of a template.
OF_NAMES = {"keyword", "concept", "cities merged", "import"}


@pytest.fixture
def ids(db):
    """What the addresses name in braces; nobody's name is in Latin letters."""
    User.objects.update(first_name="اسم")
    return lay_out()


def opened(client, name, ui, ids):
    """A page as the person sees it whom it is for; the admin speaks the language of their account."""
    if WHO[name]:
        person = User.objects.get(email=WHO[name])
        person.interface_language = ui
        person.save()
        client.force_login(person)
    return client.get(ALL[name].format(ui=ui, **ids))


def own_part(tree):
    """What this project puts on a page of the admin; the frame around it is Wagtail's."""
    return BeautifulSoup(f"<html><body>{tree.select_one('.nice-padding')}</body></html>", "lxml")


@pytest.mark.parametrize("ui", UI)
def test_a_citys_pages_answer_in_the_language_of_their_address_and_are_kept_nowhere(client, ids, ui):
    language = languages.by_public(ui)
    for name in (*DESK, *BY_LINK):
        response = opened(client, name, ui, ids)
        tree = parsed(response)
        assert response.status_code == 200, name
        assert (tree.html.get("lang"), tree.html.get("dir")) == (language.html, language.direction), name
        assert len(tree.select("h1")) == 1, name
        assert "no-store" in response.headers["Cache-Control"], name


@pytest.mark.parametrize("ui", ["ar", "zh"])
def test_no_text_of_these_pages_is_out_of_reach_of_translators(client, ids, pseudo, ui):
    found = {}
    for name in ALL:
        response = opened(client, name, ui, ids)
        tree = parsed(response)
        assert response.status_code == 200, name
        assert tree.html.get("dir") == languages.by_public(ui).direction, name
        assert OPEN in str(tree), name
        found[name] = [] if name in OF_NAMES else list(unmarked(tree if WHO[name] in (CITY, "") else own_part(tree)))
    told = {name: each for name, each in found.items() if each}
    assert not told, json.dumps(told, ensure_ascii=False, indent=1)
