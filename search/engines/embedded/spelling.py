"""Words of the texts that a reader may find, spelt nearly like one that none of them has."""
from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import analyse, written_as
from search.engines.embedded.matching import any_of, as_list
from search.engines.embedded.schema import Tables

Numbers = npt.NDArray[np.int64]
NEAR = 2  # changed, missing, added or exchanged letters
OFFERED = 3
_COMPARED = 200  # near terms; most of those that a reader may not see stand behind
_FIRST = 100  # texts of a term that are looked at before all of them
_TEXTS = 20  # read to find out how a word is written


def nearest(
    raw: sqlite3.Connection, tables: Tables, asked: Sequence[str], seen: Numbers
) -> Mapping[str, tuple[str, ...]]:
    """For each word that none of the texts `seen` has, up to three that one has, as they are written there."""
    vocabulary = "search_vocabulary"
    raw.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{vocabulary} USING fts5vocab(main, {tables.name('words')}, row)"
    )
    found: dict[str, tuple[str, ...]] = {}
    for word in asked:
        term = _term(word)
        if term and not _having(raw, tables, term, seen):
            near = (_written(raw, tables, each, seen) for each in _near(raw, vocabulary, term))
            if kept := dict.fromkeys(islice(filter(None, near), OFFERED)):
                found[word] = tuple(kept)
    return found


def _having(raw: sqlite3.Connection, tables: Tables, term: str, seen: Numbers) -> list[int]:
    """Some of the texts `seen` that have a term, if any has; of a frequent one mostly the first rows are enough."""
    table = tables.name("words")
    for limit in (_FIRST, -1):
        rows = _rows(raw, f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {limit}", (any_of([term]),))
        nums = np.array([num for (num,) in rows], dtype=np.int64)
        if (kept := nums[np.isin(nums, seen)]).size or len(nums) < _FIRST:
            break
    return [int(num) for num in kept[:_TEXTS]]


def _near(raw: sqlite3.Connection, vocabulary: str, term: str) -> list[str]:
    """Terms with the same first letter, the nearest and then the most frequent first."""
    rows = _rows(
        raw,
        f"SELECT term, doc FROM temp.{vocabulary} WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (term[0], chr(min(ord(term[0]) + 1, 0x10FFFF)), len(term) - NEAR, len(term) + NEAR),
    )
    frequency = {str(other): int(texts) for other, texts in rows}
    near = process.extract(term, list(frequency), scorer=OSA.distance, score_cutoff=NEAR, limit=_COMPARED)
    ordered = sorted(near, key=lambda row: (row[1], -frequency[row[0]], row[0]))
    return [other for other, distance, _place in ordered if distance]


def _written(raw: sqlite3.Connection, tables: Tables, term: str, seen: Numbers) -> str:
    """A term as one of the texts `seen` writes it, without capitals; empty where none has it."""
    rows = _rows(
        raw,
        f"SELECT title || char(10) || summary || char(10) || body FROM {tables.name('text')} WHERE num IN "
        "(SELECT value FROM json_each(?)) ORDER BY num",
        (as_list(_having(raw, tables, term, seen)),),
    )
    return written_as((text for (text,) in rows), [term])


def _term(word: str) -> str:
    """A word as the index holds it; empty for what is no single word."""
    terms = [term.value for term in analyse(word)]
    return terms[0] if len(terms) == 1 else ""


def _rows(raw: sqlite3.Connection, sql: str, values: Sequence[object]) -> list[Any]:
    return raw.execute(sql, values).fetchall()
