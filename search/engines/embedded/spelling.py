"""Words that texts have and that are spelt nearly like one that none has."""
from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import NEUTRAL, terms_inside, words
from search.engines.embedded.schema import Tables

NEAR = 2  # changed, missing, added or exchanged letters
OFFERED = 3
_TEXTS = 20  # read to find out how a word is written


def nearest(raw: sqlite3.Connection, tables: Tables, asked: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """For each word that no text has, up to three that some text has, as they are written there."""
    vocabulary = "search_vocabulary"
    raw.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{vocabulary} USING fts5vocab(main, {tables.name('words')}, row)"
    )
    found: dict[str, tuple[str, ...]] = {}
    for word in asked:
        term = _term(word)
        if term and not _rows(raw, f"SELECT 1 FROM temp.{vocabulary} WHERE term = ?", (term,)):
            near = (_written(raw, tables, each) for each in _near(raw, vocabulary, term))
            if kept := tuple(dict.fromkeys(each for each in near if each)):
                found[word] = kept
    return found


def _near(raw: sqlite3.Connection, vocabulary: str, term: str) -> list[str]:
    """Terms with the same first letter, the nearest and then the most frequent first."""
    rows = _rows(
        raw,
        f"SELECT term, doc FROM temp.{vocabulary} WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (term[0], chr(min(ord(term[0]) + 1, 0x10FFFF)), len(term) - NEAR, len(term) + NEAR),
    )
    frequency = {str(other): int(texts) for other, texts in rows}
    near = process.extract(term, list(frequency), scorer=OSA.distance, score_cutoff=NEAR, limit=50)
    ordered = sorted(near, key=lambda row: (row[1], -frequency[row[0]], row[0]))
    return [other for other, _distance, _place in ordered[:OFFERED]]


def _written(raw: sqlite3.Connection, tables: Tables, term: str) -> str:
    """A term as some text writes it, without capitals."""
    table = tables.name("words")
    rows = _rows(
        raw,
        f"SELECT title || char(10) || summary || char(10) || body FROM {tables.name('text')} WHERE num IN "
        f"(SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {_TEXTS})",
        ('"' + term.replace('"', '""') + '"',),
    )
    for (text,) in rows:
        for word in words(text):
            if [each.value for each in terms_inside(word, NEUTRAL)] == [term]:
                return str(word.group().casefold())
    return ""


def _term(word: str) -> str:
    """A word as the index holds it; empty for what is no single word."""
    terms = [term.value for part in words(word) for term in terms_inside(part, NEUTRAL)]
    return terms[0] if len(terms) == 1 else ""


def _rows(raw: sqlite3.Connection, sql: str, values: Sequence[object]) -> list[Any]:
    return raw.execute(sql, values).fetchall()
