"""Filters, facet counts and order, over the codes that every document carries as a row of numbers."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.contract import Request, Sort
from search.engines.embedded.matching import Matches, as_list
from search.engines.embedded.schema import Tables
from search.engines.embedded.writing import moment

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_NEVER = -(2**62)


@dataclass(frozen=True, slots=True)
class Found:
    """Every document that the reader may see and the question finds, before any filter."""

    num: Numbers
    newest: Numbers
    confirmed: Numbers
    owner: Numbers  # for each code: the place of its document
    code: Numbers

    def having(self, codes: Iterable[int]) -> Flags:
        """Which documents have at least one of the codes."""
        flags = np.zeros(len(self.num), dtype=np.bool_)
        flags[self.owner[np.isin(self.code, list(codes))]] = True
        return flags


def load(raw: sqlite3.Connection, tables: Tables, request: Request, now: int, matches: Matches | None) -> Found:
    """Read what the reader may see at this moment; with a question, only what it matches."""
    where, values = _visible(raw, tables, request, now)
    if matches is not None:
        where += " AND num IN (SELECT value FROM json_each(?))"
        values.append(as_list(matches.scores))
    if request.excluded:
        where += " AND id NOT IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(sorted(request.excluded)))
    rows = raw.execute(
        f"SELECT num, newest, confirmed, codes FROM {tables.name('document')} WHERE {where} ORDER BY id", values
    ).fetchall()
    lengths = np.array([len(row[3]) // 4 for row in rows], dtype=np.int64)
    return Found(
        num=np.array([row[0] for row in rows], dtype=np.int64),
        newest=np.array([row[1] for row in rows], dtype=np.int64),
        confirmed=np.array([_NEVER if row[2] is None else row[2] for row in rows], dtype=np.int64),
        owner=np.repeat(np.arange(len(rows), dtype=np.int64), lengths),
        code=np.frombuffer(b"".join(row[3] for row in rows), dtype=np.uint32).astype(np.int64),
    )


def _visible(raw: sqlite3.Connection, tables: Tables, request: Request, now: int) -> tuple[str, list[object]]:
    """The condition that keeps everything else out of hits, totals and counts alike."""
    allowed = [
        num
        for num, tokens in raw.execute(f"SELECT num, tokens FROM {tables.name('audience')}").fetchall()
        if not request.tokens.isdisjoint(json.loads(tokens))
    ]
    readers = as_list(allowed)
    return (
        "audience IN (SELECT value FROM json_each(?)) AND (embargo IS NULL OR embargo <= ? "
        "OR embargo_audience IN (SELECT value FROM json_each(?)))",
        [readers, now, readers],
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """For each facet that is narrowed: which of the found documents pass it."""

    passing: Mapping[str, Flags]
    size: int

    def all_but(self, facet: str = "") -> Flags:
        """The documents that pass every chosen facet, one left aside."""
        flags = np.ones(self.size, dtype=np.bool_)
        for name, passing in self.passing.items():
            if name != facet:
                flags &= passing
        return flags


def select(raw: sqlite3.Connection, tables: Tables, request: Request, found: Found) -> Selection:
    """Apply each filter of a request on its own."""
    chosen = {name: codes for name, codes in request.filters.items() if codes}
    if request.kinds and "kind" not in chosen:
        chosen["kind"] = request.kinds
    return Selection(
        {name: found.having(_numbers(raw, tables, name, codes)) for name, codes in chosen.items()}, len(found.num)
    )


def _numbers(raw: sqlite3.Connection, tables: Tables, facet: str, codes: Iterable[str]) -> list[int]:
    rows = raw.execute(
        f"SELECT num FROM {tables.name('code')} WHERE facet = ? AND code IN (SELECT value FROM json_each(?))",
        (facet, json.dumps(list(codes))),
    ).fetchall()
    return [num for (num,) in rows]


def count(
    raw: sqlite3.Connection, tables: Tables, facets: Iterable[str], found: Found, selection: Selection
) -> dict[str, dict[str, int]]:
    """For each code how many results there were if it were the only choice in its facet, the others as they are."""
    wanted: dict[str, dict[str, int]] = {name: {} for name in facets}
    codes = raw.execute(f"SELECT num, facet, code FROM {tables.name('code')}").fetchall()
    sums: dict[str, Numbers] = {}
    for num, facet, code in codes:
        if facet not in wanted:
            continue
        counted = facet if facet in selection.passing else ""
        if counted not in sums:
            kept = found.code[selection.all_but(counted)[found.owner]]
            sums[counted] = np.bincount(kept, minlength=1)
        total = int(sums[counted][num]) if num < len(sums[counted]) else 0
        if total:
            wanted[facet][code] = total
    return wanted


def order(found: Found, kept: Flags, sort: Sort, matches: Matches | None) -> Numbers:
    """The places of the kept documents in their order; equals stand in the order of their ids."""
    places = np.flatnonzero(kept)
    newest = -found.newest[places]
    ranking: tuple[npt.NDArray[Any], ...] = (newest,)
    if sort == "confirmed":
        ranking = (newest, -found.confirmed[places])
    elif sort == "relevance" and matches is not None:
        scores = np.array([matches.scores[int(num)] for num in found.num[places]], dtype=np.float64)
        ranking = (newest, -np.round(scores, 9))
    return places[np.lexsort(ranking)]


def now_of(request: Request) -> int:
    """The moment of a request as the index counts it."""
    from django.utils import timezone

    return moment(request.now or timezone.now()) or 0
