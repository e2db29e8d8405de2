"""A page of results with its cards: what the search page, the API and lists of other apps have in common."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from core.visibility import tokens_of
from search import engine, sources
from search.changes import hidden_from
from search.contract import PAGE_SIZE, WINDOW, Hit, Request, Results
from search.parameters import Chosen


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results; a hit without a card is left out, because the reader may not see it any more."""

    results: Results
    rows: tuple[tuple[Hit, sources.Card], ...]
    page: int

    @property
    def total(self) -> int:
        """How many results there are."""
        return self.results.total

    @property
    def pages(self) -> int:
        """How many pages can be turned to."""
        return pages_of(self.results.total)


def pages_of(total: int) -> int:
    """The number of pages; none reaches past the window."""
    return -(-min(total, WINDOW) // PAGE_SIZE)


def find(chosen: Chosen, *, ui: str, user: Any, counted: Iterable[str] = ()) -> Found:
    """Answer what was chosen, for this reader."""
    results = ask(chosen.request(ui, tokens_of(user), counted), user)
    cards = sources.cards(results.hits, ui, user)
    rows = tuple((hit, cards[hit.id]) for hit in results.hits if hit.id in cards)
    return Found(results, rows, chosen.page)


def total(chosen: Chosen, *, ui: str, user: Any) -> int:
    """Only the number of results."""
    return ask(replace(chosen.request(ui, tokens_of(user)), size=0, page=1), user).total


def ask(request: Request, user: Any) -> Results:
    """An answer in which nothing stands that the database has hidden from this reader meanwhile."""
    return engine.answer(request, partial(hidden_from, user))
