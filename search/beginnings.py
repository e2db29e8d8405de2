"""The values of facets by how their names or later words of them begin, in any language: a sorted table in memory.

In Russian or Arabic the word that a reader types often comes second, in Chinese nothing parts it from the first. Forms
of violence and the like are met by the beginning of their names alone.
"""
from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search import facets
from search.analysis import fold, is_paired, words
from search.arabic import without_article


@dataclass(frozen=True, slots=True)
class Beginning:
    """A value with a name that begins as the question does; `whole`: it is that name, `own`: the reader's language.

    `inside`: not the name begins so, but the rest of it from a later word on.
    """

    facet: facets.Facet
    code: str
    whole: bool
    own: bool
    inside: bool = False


Row = tuple[str, bool, str, str]  # the name as it is compared, whether it is the rest of one, language, code
LEAST_INSIDE, LEAST_PAIRED = 3, 2  # letters that are compared with later words; characters of scripts without spaces
_tables: dict[str, tuple[facets.Facet, facets.Names, list[Row]]] = {}


def beginning(typed: str, facet: facets.Facet, ui: str) -> Iterator[Beginning]:
    """The values of a facet that have a name with this beginning, each perhaps several times."""
    rows = _table(facet, ui)
    for start in keys(typed):
        place = bisect_left(rows, (start,))
        while place < len(rows) and rows[place][0].startswith(start):
            key, inside, language, code = rows[place]
            if not inside or _is_enough(start):
                yield Beginning(facet, code, key == start and not inside, language in {ui, ""}, inside)
            place += 1


def _is_enough(start: str) -> bool:
    """Whether so many letters say enough to look inside names for them."""
    return len(start) >= (LEAST_PAIRED if _is_paired(start) else LEAST_INSIDE)


def _is_paired(text: str) -> bool:
    first = next(words(text), None)
    return first is not None and is_paired(first)


def _table(facet: facets.Facet, ui: str) -> list[Row]:
    """The sorted names; made anew when a name has changed."""
    names = facet.names()
    if not names:
        return _sorted(facet, ((option.code, ui, option.label) for option in facet.options(ui)))
    known = _tables.get(facet.name)
    if known is None or known[0] is not facet or known[1] is not names:
        valid = [(facet.canonical(code), language, text) for code, language, text in names if facet.valid(code)]
        known = _tables[facet.name] = (facet, names, _sorted(facet, valid))
    return known[2]


def _sorted(facet: facets.Facet, names: Iterable[facets.Name]) -> list[Row]:
    rows: set[Row] = set()
    for code, language, text in names:
        for key in keys(text):
            rows.add((key, False, language, code))
            if not facet.named_only:
                rows.update((rest, True, language, code) for rest in _rests(key))
    return sorted(rows)


def _rests(key: str) -> Iterator[str]:
    """What is left of a name from each later word on, or from each later character where nothing parts the words."""
    if _is_paired(key):
        yield from (key[place:] for place in range(1, len(key) - LEAST_PAIRED + 1))
        return
    parts = key.split(" ")
    for place in range(1, len(parts)):
        if len(parts[place]) > LEAST_INSIDE:
            yield " ".join(parts[place:])


def keys(text: str) -> set[str]:
    """A text as names are compared: without case, accents and signs, in Arabic with and without its articles."""
    clean = unicodedata.normalize("NFKC", text).casefold()
    plain = [fold(word.group()) for word in words(clean)]
    bare = [without_article(word) if "\u0620" <= word[:1] <= "\u06ff" else word for word in plain]
    return {" ".join(each) for each in (plain, bare)} - {""}
