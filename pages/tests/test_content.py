"""The first texts exist in six languages, say the same, and keep the words that the network uses."""
import re

import pytest

from core import languages
from pages import texts
from pages.bootstrap import PLANNED

PAGES = ["home", *(planned.slug for planned in PLANNED)]
UI = [language.public for language in languages.INTERFACE]
BARE = {
    "ar": r"التطرف(?! (?:العنيف|المفضي إلى العنف))",
    "en": r"(?<!violent )extremism",
    "es": r"extremismo(?! violento)",
    "fr": r"extrémisme(?! violent)",
    "ru": r"(?<!насильственный )(?<!насильственного )(?<!насильственному )экстремизм",
    "zh": r"(?<!暴力)极端主义|改造|去极端化|宗教极端主义",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("ui", UI)
def test_every_language_has_the_same_parts(page, ui):
    wanted, found = texts.read(page, "en"), texts.read(page, ui)
    assert found.title
    assert bool(found.intro) == bool(wanted.intro)
    assert [kind for kind, _value in found.body] == [kind for kind, _value in wanted.body]
    assert _counts(found) == _counts(wanted)


def _counts(text):
    """How many paragraphs, list items and links the text blocks hold."""
    words = "".join(value for kind, value in text.body if kind == "text")
    return [words.count(tag) for tag in ("<p>", "<li>", "<a ")]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("ui", UI)
def test_violent_stays_with_extremism_in_every_language(page, ui):
    source = (texts.FOLDER / f"{page}.{ui}.md").read_text(encoding="utf-8")
    assert not re.findall(BARE[ui], source, re.IGNORECASE)


@pytest.mark.parametrize("ui", UI)
def test_links_lead_to_pages_of_the_same_language(ui):
    source = str([texts.read(page, ui).body for page in PAGES])
    assert set(re.findall(r'href="(/\w\w/)', source)) == {f"/{ui}/"}


def test_the_dated_facts_keep_their_date():
    for ui in UI:
        assert "2015" in (texts.FOLDER / f"about.{ui}.md").read_text(encoding="utf-8")


def test_a_text_is_read_into_blocks():
    text = texts.parse(
        "# Title\n\nThe introduction\ngoes on.\n\n## Part\n\nOne **bold** [word](about/).\n\n- a\n- b & c\n\n"
        "! Mind this.\n\n1. First\nBecause.\n\n```\nGET /x\n```\n", "es")
    assert (text.title, text.intro) == ("Title", "The introduction goes on.")
    assert text.body == [
        ("heading", "Part"),
        ("text", '<p>One <b>bold</b> <a href="/es/about/">word</a>.</p><ul><li>a</li><li>b &amp; c</li></ul>'),
        ("note", "Mind this."),
        ("principle", {"title": "First", "text": "Because."}),
        ("code", "GET /x"),
    ]
