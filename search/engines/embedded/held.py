"""A copy in memory of everything about documents but their words: facets, readers, order, vectors.

One process reads it once and again whenever the tables' token has changed. Rows are never changed in place, so every
thread may use the copy that it got.
"""
from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from search.engines.embedded.nearest import NOTHING, Passages
from search.engines.embedded.schema import Tables
from search.engines.embedded.writing import SPACE, TOKEN, noted

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NEVER = -(2**62)
MOST_COUNTS, MOST_PLACES = 50_000, 20_000_000  # that a copy remembers of terms
KEPT = 4  # copies, for processes that use several indexes (tests, measuring)


@dataclass(frozen=True, slots=True)
class Held:
    """Documents in the order of their numbers; every array has one row for each."""

    token: str
    num: Numbers
    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    originals: tuple[str, ...]
    stamp: Numbers
    rank: Numbers  # the place of a document in the order of ids
    newest: Numbers
    confirmed: Numbers
    audience: Numbers
    embargo: Numbers
    embargo_audience: Numbers
    owner: Numbers  # for each code: the place of its document
    code: Numbers
    codes: Mapping[str, Mapping[str, int]]  # number of a code by facet
    audiences: Mapping[int, frozenset[str]]
    text_num: Numbers
    text_owner: Numbers
    text_languages: tuple[str, ...]
    texts_in: Mapping[str, int]
    passages: Passages
    passage_owner: Numbers
    counts: dict[tuple[str, str], int] = field(default_factory=dict)  # texts that have a term, by table
    having_term: dict[tuple[str, str], Numbers] = field(default_factory=dict)  # and which they are

    def remember(self, table: str, term: str, places: Numbers) -> None:
        """Keep which rows have a term, as far as there is room."""
        if len(self.having_term) * len(self.num) < MOST_PLACES:
            self.having_term[table, term] = places

    def places(self, nums: Iterable[int]) -> Numbers:
        """The places of documents by their numbers; every number is known."""
        return np.searchsorted(self.num, np.fromiter(nums, dtype=np.int64))

    def having(self, codes: Iterable[int]) -> Flags:
        """Which documents have at least one of the codes."""
        flags = np.zeros(len(self.num), dtype=np.bool_)
        flags[self.owner[np.isin(self.code, list(codes))]] = True
        return flags

    def coded(self, facet: str, codes: Iterable[str]) -> Flags:
        """Which documents have at least one of the codes of a facet."""
        known = self.codes.get(facet, {})
        return self.having([known[code] for code in codes if code in known])

    def visible(self, tokens: frozenset[str], now: int, excluded: frozenset[str]) -> Flags:
        """Which documents a reader with these tokens may find at a moment."""
        allowed = [num for num, audience in self.audiences.items() if not tokens.isdisjoint(audience)]
        free = (self.embargo <= now) | np.isin(self.embargo_audience, allowed)
        flags = np.isin(self.audience, allowed) & free
        if excluded:
            flags &= np.fromiter((id not in excluded for id in self.ids), dtype=np.bool_, count=len(self.ids))
        return flags


class Memory:
    """The copies of one process, by where their tables are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._copies: dict[str, Held] = {}

    def of(self, raw: sqlite3.Connection, tables: Tables, where: str) -> Held:
        """The present state of a set of tables."""
        token = noted(raw, tables, TOKEN)
        held = self._copies.get(where)
        if held is None or held.token != token:
            held = read(raw, tables, token, held.passages if held else NOTHING)
            with self._lock:
                self._copies.pop(where, None)
                while len(self._copies) >= KEPT:
                    self._copies.pop(next(iter(self._copies)))
                self._copies[where] = held
        return held


MEMORY = Memory()


def read(raw: sqlite3.Connection, tables: Tables, token: str, known: Passages) -> Held:
    """Everything anew, but the vectors that are known already."""
    rows = raw.execute(
        "SELECT num, id, kind, original, stamp, newest, confirmed, audience, embargo, embargo_audience, codes "
        f"FROM {tables.name('document')} ORDER BY num"
    ).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * 11
    num, ids = _numbers(columns[0]), tuple(columns[1])
    lengths = np.array([len(codes) // 4 for codes in columns[10]], dtype=np.int64)
    texts = raw.execute(f"SELECT num, document, language FROM {tables.name('text')} ORDER BY num").fetchall()
    languages = tuple(text[2] for text in texts)
    stamp = _numbers(columns[4])
    passages = known.changed(raw, tables, stamp, noted(raw, tables, SPACE))
    return Held(
        token=token,
        num=num,
        ids=ids,
        kinds=tuple(columns[2]),
        originals=tuple(columns[3]),
        stamp=stamp,
        rank=_ranks(ids),
        newest=_numbers(columns[5]),
        confirmed=_numbers(NEVER if value is None else value for value in columns[6]),
        audience=_numbers(columns[7]),
        embargo=_numbers(NEVER if value is None else value for value in columns[8]),
        embargo_audience=_numbers(columns[9]),
        owner=np.repeat(np.arange(len(rows), dtype=np.int64), lengths),
        code=np.frombuffer(b"".join(columns[10]), dtype=np.uint32).astype(np.int64),
        codes=_codes(raw, tables),
        audiences={
            number: frozenset(json.loads(tokens))
            for number, tokens in raw.execute(f"SELECT num, tokens FROM {tables.name('audience')}").fetchall()
        },
        text_num=_numbers(text[0] for text in texts),
        text_owner=np.searchsorted(num, _numbers(text[1] for text in texts)),
        text_languages=languages,
        texts_in={code: languages.count(code) for code in set(languages)},
        passages=passages,
        passage_owner=passages.owners(stamp),
    )


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), dtype=np.int64)


def _ranks(ids: tuple[str, ...]) -> Numbers:
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)] = np.arange(len(ids))
    return ranks


def _codes(raw: sqlite3.Connection, tables: Tables) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for num, facet, code in raw.execute(f"SELECT num, facet, code FROM {tables.name('code')}").fetchall():
        found.setdefault(facet, {})[code] = num
    return found
