"""What is offered while a question is typed: only what returns something to this reader."""
from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import cldr
from core.visibility import tokens_of
from search import facets, finding
from search.analysis import fold, is_paired, words
from search.normalise import normalise
from search.parameters import Chosen

MOST, MOST_FILTERS = 8, 4  # in all; filters, while there are entries to show
SHORTEST = 2  # letters; a character of a script without spaces says as much as a word
NOT_NAMES = frozenset({"year"})  # a digit or two would offer thirty of them


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list: an entry to open or a filter to choose, in the language its label is written in."""

    type: str
    label: str
    language: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A value of a facet whose name begins as the question does; `exact` when it is the whole name."""

    facet: facets.Facet
    code: str
    label: str
    exact: bool


def suggest(text: str, ui: str, user: Any) -> list[Suggestion]:
    """At most eight suggestions for what has been typed so far."""
    typed = normalise(text)
    if not _says_enough(typed):
        return []
    filters = _filters(typed, ui, user)
    return filters[:MOST]


def told(number: int) -> str:
    """What a screen reader hears of the list."""
    if not number:
        return ""
    words = ngettext("%(shown)s suggestion", "%(shown)s suggestions", number)
    return words % {"shown": cldr.number(number)}


def _says_enough(typed: str) -> bool:
    found = list(words(typed))
    return any(is_paired(word) for word in found) or sum(len(word.group()) for word in found) >= SHORTEST


def _filters(typed: str, ui: str, user: Any) -> list[Suggestion]:
    """Cities, countries, concepts and other filters by name, those that find most first."""
    named = list(_named(_key(typed), ui))
    if not named:
        return []
    counts = _counts({each.facet.name for each in named}, ui, user)
    found = [(counts.get(each.facet.name, {}).get(each.code, 0), each) for each in named]
    ranked = sorted((row for row in found if row[0]), key=lambda row: (not row[1].exact, -row[0], row[1].label))
    return [_filter(each, count) for count, each in ranked[:MOST]]


def _named(start: str, ui: str) -> Iterator[_Named]:
    for facet in facets.all_facets():
        if facet.name in NOT_NAMES:
            continue
        for option in facet.options(ui):
            if _key(option.label).startswith(start):
                yield _Named(facet, option.code, option.label, _key(option.label) == start)


def _counts(names: set[str], ui: str, user: Any) -> Mapping[str, Mapping[str, int]]:
    """How much of the whole record each value finds for this reader."""
    request = Chosen().request(ui, tokens_of(user), [name for name in facets.names() if name in names])
    return finding.ask(replace(request, size=0), user).facets


def _filter(named: _Named, count: int) -> Suggestion:
    practices = ngettext("%(shown)s practice", "%(shown)s practices", count) % {"shown": cldr.number(count)}
    detail = _("%(facet)s · %(practices)s") % {"facet": named.facet.label, "practices": practices}
    address = Chosen(filters={named.facet.name: (named.code,)}).address(reverse("search:search"))
    return Suggestion("filter", named.label, "", detail, address)


@lru_cache(maxsize=50_000)
def _key(text: str) -> str:
    """A name as it is compared: without case, accents, signs and double spaces."""
    clean = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(fold(word.group()) for word in words(clean))
