"""What is offered while a question is typed: only what returns something to this reader."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import cldr
from core.visibility import tokens_of
from search import facets, finding, sources
from search.analysis import is_paired, words
from search.beginnings import Beginning, beginning
from search.contract import Hit
from search.groups import only_names
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


def suggest(text: str, ui: str, user: Any) -> list[Suggestion]:
    """At most eight suggestions for what has been typed so far."""
    typed = normalise(text)
    if not _says_enough(typed):
        return []
    filters, entries = _filters(typed, ui, user), _entries(typed, ui, user)
    room = max(MOST_FILTERS, MOST - len(entries))
    return [*filters[:room], *entries][:MOST]


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
    names: dict[tuple[str, str], Beginning] = {}
    for each in sorted(_beginnings(typed, ui), key=_nearness):
        names.setdefault((each.facet.name, each.code), each)
    if not names:
        return []
    counts = _counts({name for name, _code in names}, ui, user)
    found = [(counts.get(name, {}).get(code, 0), each) for (name, code), each in names.items()]
    ranked = sorted((row for row in found if row[0]), key=lambda row: (_nearness(row[1]), -row[0]))
    return [_filter(each, count, ui) for count, each in ranked[:MOST]]


def _entries(typed: str, ui: str, user: Any) -> list[Suggestion]:
    """Entries whose title has the words, the last as a beginning."""
    request = replace(Chosen().request(ui, tokens_of(user)), q=typed, size=MOST)
    return [_entry(hit, card, ui) for hit, card in finding.titles(request, user)]


def _entry(hit: Hit, card: sources.Card, ui: str) -> Suggestion:
    told = [str(kind.label) for kind in sources.kinds() if kind.code == hit.kind]
    told += [city["label"] for city in card["cities"]]
    language = str(card.get("language", hit.language))
    if language != ui:
        told.append(cldr.language_name(language, ui))
    return Suggestion("entry", card["title"], language, _(" · ").join(told), card["url"])


def _nearness(each: Beginning) -> tuple[bool, bool, bool]:
    return (not each.whole, each.inside, not each.own)


def _beginnings(typed: str, ui: str) -> Iterator[Beginning]:
    """Values with such a name. The name of a group of people alone leads to places only, never to a form."""
    people = only_names(typed)
    for facet in facets.all_facets():
        if facet.name not in NOT_NAMES and (facet.proper or not people):
            yield from beginning(typed, facet, ui)


def _counts(names: set[str], ui: str, user: Any) -> Mapping[str, Mapping[str, int]]:
    """How much of the whole record each value finds for this reader."""
    request = Chosen().request(ui, tokens_of(user), [name for name in facets.names() if name in names])
    return finding.ask(replace(request, size=0), user).facets


def _filter(each: Beginning, count: int, ui: str) -> Suggestion:
    practices = ngettext("%(shown)s practice", "%(shown)s practices", count) % {"shown": cldr.number(count)}
    detail = _("%(facet)s · %(practices)s") % {"facet": each.facet.label, "practices": practices}
    address = Chosen(filters={each.facet.name: (each.code,)}).address(reverse("search:search"))
    return Suggestion("filter", each.facet.name_of(each.code, ui), "", detail, address)
