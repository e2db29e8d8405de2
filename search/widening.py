"""Wider than what was chosen: the region of a city, the concept above a concept, where they find something."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from search import facets, finding
from search.parameters import Chosen

MOST = 4
Row = dict[str, Any]


def wider(chosen: Chosen, *, ui: str, user: Any, path: str) -> list[Row]:
    """For each choice, and for a value that the question is the name of, the nearest wider one that finds something."""
    values = [*_named(chosen, ui), *chosen.choices()][:MOST]
    rows = [_nearest(chosen, name, code, ui, user, path) for name, code in values]
    return [row for row in rows if row]


def _named(chosen: Chosen, ui: str) -> list[tuple[str, str]]:
    reading = chosen.reading(ui)
    return [(each.facet, each.code) for each in reading.widening if each.facet and reading.covers(each)]


def _nearest(chosen: Chosen, name: str, code: str, ui: str, user: Any, path: str) -> Row | None:
    for facet, wider_code in _above(name, code):
        other = _instead(chosen, name, code, facet.name, wider_code)
        if count := finding.total(other, ui=ui, user=user):
            label = facet.name_of(wider_code, ui)
            return {"label": label, "facet": facet.label, "count": count, "url": other.address(path)}
    return None


def _above(name: str, code: str) -> Iterator[tuple[facets.Facet, str]]:
    """What holds a value and more, the nearest first; nothing for one whose existence may be a secret."""
    own = facets.get(name)
    for other, wider_code in own.wider(code) if own and not own.secret(code) else ():
        if (facet := facets.get(other)) is not None:
            yield facet, wider_code


def _instead(chosen: Chosen, name: str, code: str, other: str, wider_code: str) -> Chosen:
    """The wider value in the place of the one that was chosen, or else of the words that name it."""
    if code in chosen.filters.get(name, ()):
        return chosen.without(name, code).having(other, wider_code)
    return replace(chosen, q=chosen.unasked).having(other, wider_code)
