"""The values of facets by how their names begin, in any language: a sorted table in memory for each facet."""
from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search import facets
from search.analysis import fold, words
from search.arabic import without_article


@dataclass(frozen=True, slots=True)
class Beginning:
    """A value with a name that begins as the question does; `whole`: it is that name, `own`: the reader's language."""

    facet: facets.Facet
    code: str
    whole: bool
    own: bool


Row = tuple[str, str, str]  # the name as it is compared, language, code
_tables: dict[str, tuple[facets.Facet, facets.Names, list[Row]]] = {}


def beginning(typed: str, facet: facets.Facet, ui: str) -> Iterator[Beginning]:
    """The values of a facet that have a name with this beginning, each perhaps several times."""
    rows = _table(facet, ui)
    for start in keys(typed):
        place = bisect_left(rows, (start,))
        while place < len(rows) and rows[place][0].startswith(start):
            key, language, code = rows[place]
            yield Beginning(facet, code, key == start, language in {ui, ""})
            place += 1


def _table(facet: facets.Facet, ui: str) -> list[Row]:
    """The sorted names; made anew when a name has changed."""
    names = facet.names()
    if not names:
        return _sorted((option.code, ui, option.label) for option in facet.options(ui))
    known = _tables.get(facet.name)
    if known is None or known[0] is not facet or known[1] is not names:
        valid = [(facet.canonical(code), language, text) for code, language, text in names if facet.valid(code)]
        known = _tables[facet.name] = (facet, names, _sorted(valid))
    return known[2]


def _sorted(names: Iterable[facets.Name]) -> list[Row]:
    return sorted((key, language, code) for code, language, text in names for key in keys(text))


def keys(text: str) -> set[str]:
    """A text as names are compared: without case, accents and signs, in Arabic with and without its articles."""
    clean = unicodedata.normalize("NFKC", text).casefold()
    plain = [fold(word.group()) for word in words(clean)]
    bare = [without_article(word) if "\u0620" <= word[:1] <= "\u06ff" else word for word in plain]
    return {" ".join(each) for each in (plain, bare)} - {""}
