"""Filters, facet counts and order, over the codes that every document carries as a row of numbers."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from search.contract import Request, Sort
from search.engines.embedded.held import Flags, Held, Numbers
from search.engines.embedded.writing import moment


@dataclass(frozen=True, slots=True)
class Selection:
    """What a question finds for a reader, and for each facet that is narrowed what passes it."""

    found: Flags
    passing: Mapping[str, Flags]

    def all_but(self, facet: str = "") -> Flags:
        """The documents that pass every chosen facet, one left aside."""
        flags = self.found.copy()
        for name, passing in self.passing.items():
            if name != facet:
                flags &= passing
        return flags


def select(held: Held, request: Request, found: Flags) -> Selection:
    """Apply each filter of a request on its own."""
    chosen = {name: codes for name, codes in request.filters.items() if codes}
    if request.kinds and "kind" not in chosen:
        chosen["kind"] = request.kinds
    return Selection(found, {name: held.coded(name, codes) for name, codes in chosen.items()})


def count(held: Held, facets: Iterable[str], selection: Selection) -> dict[str, dict[str, int]]:
    """For each code how many results there were if it were the only choice in its facet, the others as they are."""
    sums: dict[str, Numbers] = {}
    counted: dict[str, dict[str, int]] = {}
    for name in facets:
        narrowed = name if name in selection.passing else ""
        if narrowed not in sums:
            kept = held.code[selection.all_but(narrowed)[held.owner]]
            sums[narrowed] = np.bincount(kept, minlength=1)
        totals = sums[narrowed]
        codes = held.codes.get(name, {})
        counted[name] = {code: int(totals[num]) for code, num in codes.items() if num < len(totals) and totals[num]}
    return counted


def order(held: Held, kept: Flags, sort: Sort, scores: npt.NDArray[np.float64] | None) -> Numbers:
    """The places of the kept documents in their order; equals stand in the order of their ids."""
    places = np.flatnonzero(kept)
    newest = -held.newest[places]
    ranking: tuple[npt.NDArray[Any], ...] = (held.rank[places], newest)
    if sort == "confirmed":
        ranking = (*ranking, -held.confirmed[places])
    elif sort == "relevance" and scores is not None:
        ranking = (*ranking, -np.round(scores[places], 9))
    return places[np.lexsort(ranking)]


def now_of(request: Request) -> int:
    """The moment of a request as the index counts it."""
    return moment(request.now or timezone.now()) or 0
