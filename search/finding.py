"""A page of results with its cards: what the search page, the API and lists of other apps have in common."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from django.utils.translation import override

from core import languages
from core.visibility import tokens_of
from search import engine, sources
from search.changes import hidden_from
from search.contract import PAGE_SIZE, WINDOW, Hit, Request, Results
from search.parameters import Chosen

BATCH = 100  # cards that are loaded together where all results are asked for


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
    return Found(results, tuple(_with_cards(results.hits, ui, user)), chosen.page)


def total(chosen: Chosen, *, ui: str, user: Any) -> int:
    """Only the number of results."""
    return ask(replace(chosen.request(ui, tokens_of(user)), size=0, page=1), user).total


def ask(request: Request, user: Any) -> Results:
    """An answer in which nothing stands that the database has hidden from this reader meanwhile."""
    return engine.answer(request, partial(hidden_from, user))


def similar(id: str, *, ui: str, user: Any, size: int = 4) -> list[sources.Card]:
    """The cards of what is nearest to a document in any language, as far as this reader may see it."""
    request = replace(Chosen().request(ui, tokens_of(user)), like=id, sort="relevance", size=size)
    return [card for _hit, card in _with_cards(ask(request, user).hits, ui, user)]


def titles(request: Request, user: Any) -> tuple[tuple[Hit, sources.Card], ...]:
    """Entries by the beginning of their title, with their cards: those that this reader may see now."""
    return tuple(_with_cards(engine.titles(request, partial(hidden_from, user)), request.ui, user))


def spellings(words: Sequence[str], user: Any) -> Mapping[str, tuple[str, ...]]:
    """Near words for those that this reader finds nowhere."""
    return engine.spellings(words, Request(tokens=tokens_of(user)), partial(hidden_from, user))


def every(chosen: Chosen, *, ui: str, user: Any) -> Iterator[list[tuple[Hit, sources.Card]]]:
    """All results with their cards, a hundred at a time, in the language `ui` whatever language is active meanwhile.

    The rule of who may see what is asked of the database again for each hundred. The first question is put to the
    engine at once, so that SearchUnavailable is raised before anything is sent.
    """
    hits = engine.every(chosen.request(ui, tokens_of(user)), partial(hidden_from, user))
    return _in_batches(hits, ui, user)


def _in_batches(hits: Iterator[Hit], ui: str, user: Any) -> Iterator[list[tuple[Hit, sources.Card]]]:
    while batch := list(islice(hits, BATCH)):
        with override(languages.by_public(ui).django):
            rows = _with_cards(batch, ui, user)
        yield rows


def _with_cards(hits: Sequence[Hit], ui: str, user: Any) -> list[tuple[Hit, sources.Card]]:
    """The hits that this reader may see now, each with its card."""
    cards = sources.cards(hits, ui, user) if hits else {}
    return [(hit, cards[hit.id]) for hit in hits if hit.id in cards]
