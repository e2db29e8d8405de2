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
    """For each choice the nearest wider one that finds something, with how much."""
    rows = (_nearest(chosen, name, code, ui, user, path) for name, code in chosen.choices()[:MOST])
    return [row for row in rows if row]


def _nearest(chosen: Chosen, name: str, code: str, ui: str, user: Any, path: str) -> Row | None:
    for facet, wider_code in _above(name, code):
        other = _instead(chosen, name, code, facet.name, wider_code)
        if count := finding.total(other, ui=ui, user=user):
            label = facet.name_of(wider_code, ui)
            return {"label": label, "facet": facet.label, "count": count, "url": other.address(path)}
    return None


def _above(name: str, code: str) -> Iterator[tuple[facets.Facet, str]]:
    """What holds a value and more, the nearest first."""
    own = facets.get(name)
    for other, wider_code in own.wider(code) if own else ():
        if (facet := facets.get(other)) is not None:
            yield facet, wider_code


def _instead(chosen: Chosen, name: str, code: str, other: str, wider_code: str) -> Chosen:
    without = chosen.without(name, code)
    kept = without.filters.get(other, ())
    return replace(without, filters={**without.filters, other: tuple(dict.fromkeys((*kept, wider_code)))})
