"""What a reader may read about a place: asked of search like any other question, so the same visibility holds."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import languages, visibility
from search import finding, sources
from search.contract import PAGE_SIZE, Request, Results
from search.parameters import Chosen
from search.presenting import pager

Counts = Mapping[str, Mapping[str, int]]
Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of practices as cards, their total, and counts by facet; `degraded` is a sentence for the reader."""

    total: int
    page: int
    pages: int
    cards: Sequence[Mapping[str, Any]]
    counts: Counts
    degraded: str | None

    def pager(self, path: str) -> Mapping[str, Any] | None:
        """The pages around this one, None where there is only one."""
        return pager(Chosen(page=self.page), self.pages, path) if self.pages > 1 else None


def _ask(user: Any, filters: Filters, facets: tuple[str, ...], page: int, size: int) -> Results:
    request = Request(
        ui=languages.current().public,
        filters=filters,
        kinds=sources.default_kinds(),
        sort="newest",
        page=page,
        size=size,
        tokens=visibility.tokens_of(user),
        facets=facets,
    )
    return finding.ask(request, user)


def practices(user: Any, filters: Filters, *, facets: tuple[str, ...] = (), page: int = 1) -> Found:
    """The practices of a place, newest first, with counts of the facets asked for."""
    results = _ask(user, filters, facets, page, PAGE_SIZE)
    cards = sources.cards(results.hits, languages.current().public, user)
    shown = [cards[hit.id] for hit in results.hits if hit.id in cards]
    return Found(results.total, page, finding.pages_of(results.total), shown, results.facets, results.degraded)


def counts(user: Any, *facets: str) -> Found:
    """How many practices the reader could open, by facet, without any of them."""
    results = _ask(user, {}, facets, 1, 0)
    return Found(results.total, 1, 0, (), results.facets, results.degraded)
