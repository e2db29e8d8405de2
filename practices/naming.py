"""Where a text names a city that is not to be named: in its own words, a caption, a file's name, the address.

A name is found in any of its languages, spelled with or without accents, with the endings that languages put on names
and the small words that Arabic writes together with them. What somebody describes without a name is not found.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail_localize.fields import TranslatableField

from cities.folding import folded_text
from core.models import Attachment, Picture
from core.richtext import plain
from practices.models import PracticePage

WITHHELD = {"organisation", "unit", "partners", "staff", "funding", "references"}  # readers never get these
SHORT, LONG = 3, 5  # letters: up to the first a name must stand exactly so, from the second it may have an ending
VOWELS = "aeiouyаеиоуыэюя"
ARABIC = r"(?:[وف]?(?:ال|بال|لل|كال|[بلك])?)"


@dataclass(frozen=True, slots=True)
class Text:
    """Some words and where they stand."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """A name and where it stands."""

    where: str
    name: str

    def __str__(self) -> str:
        return _("“%(name)s” stands in: %(where)s.") % {"name": self.name, "where": self.where}


def found(texts: Iterable[Text], names: Collection[str]) -> list[Found]:
    """Every place at which one of the names stands, each with the first name found there."""
    hits = []
    for text in texts:
        spelled = folded_text(text.words)
        name = next((name for name in names if _stands(name, text.words, spelled)), "")
        if name:
            hits.append(Found(text.where, name))
    return hits


def _stands(name: str, words: str, spelled: str) -> bool:
    plain_name = folded_text(name)
    if not plain_name:
        return False
    if _written_together(plain_name):
        return plain_name in spelled
    if len(plain_name) <= SHORT:
        return re.search(rf"\b{re.escape(name)}\b", words) is not None
    return _pattern(plain_name).search(spelled) is not None


def _written_together(name: str) -> bool:
    return any("\u3040" <= letter <= "\u9fff" for letter in name)


@lru_cache(maxsize=2000)
def _pattern(name: str) -> re.Pattern[str]:
    before = ARABIC if unicodedata.bidirectional(name[0]) == "AL" else ""
    return re.compile(rf"\b{before}" + r" ".join(map(_with_ending, name.split())) + r"\b")


def _with_ending(word: str) -> str:
    if len(word) < LONG:
        return re.escape(word)
    stem = word[:-1] if len(word) > LONG and word[-1] in VOWELS else word
    return re.escape(stem) + r"\w{0,4}"


# ---------- What there is to read ----------
def of_page(page: PracticePage) -> Iterator[Text]:
    """Every text of a page that a reader could come by, with the field it stands in, and the names of its files.

    The address is not among them: a page that goes live takes a name out of it by itself.
    """
    translated = (field.field_name for field in page.translatable_fields if isinstance(field, TranslatableField))
    for name in dict.fromkeys(["title", "seo_title", "search_description", *translated, "materials"]):
        if name not in WITHHELD:
            where = str(page._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield from (Text(where, words) for words in _words(getattr(page, name)) if words)


def of_answers(answers: Mapping[str, Any], where: Mapping[str, str]) -> Iterator[Text]:
    """Every text of a draft; `where` gives the question of each answer."""
    for name, value in answers.items():
        if name in where and name not in WITHHELD:
            yield from (Text(where[name], words) for words in _words(value) if words)
    files = [(Picture, "pictures"), (Attachment, "documents")]
    for model, name in files:
        ids = [row.get("id") for row in answers.get(name) or () if isinstance(row, Mapping)]
        titles = model._default_manager.filter(pk__in=ids).values_list("title", flat=True)
        yield from (Text(where.get(name, name), title) for title in titles)


def _words(value: Any) -> Iterator[str]:
    """The words of a plain or rich text, of the blocks of a stream, of a list of answers."""
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, StreamValue):
        yield from (words for child in value for words in _words(child.value))
    elif isinstance(value, Mapping):
        yield from (words for each in value.values() for words in _words(each))
    elif isinstance(value, (list, tuple)):
        yield from (words for each in value for words in _words(each))
    elif isinstance(value, (Picture, Attachment)):
        yield value.title
