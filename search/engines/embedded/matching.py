"""Which documents contain words of a question, and how well: BM25 with each language's own counts."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core import languages
from search.engines.embedded.schema import Tables
from search.query import Query

TITLE, BODY = 2.0, 1.0
IN_LANGUAGE, UNSTEMMED, LABEL = 1.0, 0.2, 0.3


@dataclass(slots=True)
class Matches:
    """Scores by document number, and the best matching language of each document with its score."""

    scores: dict[int, float] = field(default_factory=dict)
    best: dict[int, tuple[float, str]] = field(default_factory=dict)

    def add(self, document: int, score: float, language: str = "") -> None:
        """Count a match; `language` is that of the text it was found in."""
        self.scores[document] = self.scores.get(document, 0.0) + score
        if language and score > self.best.get(document, (0.0, ""))[0]:
            self.best[document] = (score, language)


def match(raw: sqlite3.Connection, tables: Tables, existing: frozenset[str], query: Query) -> Matches:
    """Every document with at least one word of the question: stemmed in its languages, unstemmed in any, in labels."""
    found = Matches()
    for code in query.languages:
        table = tables.stems(code)
        if table in existing:
            for document, score in _texts(raw, table, query.terms(code)):
                found.add(document, IN_LANGUAGE * score, code)
    for document, language, score in _words(raw, tables, query.neutral_terms()):
        found.add(document, UNSTEMMED * score, language)
    for document, score in _labels(raw, tables, query):
        found.add(document, LABEL * score)
    return found


def _texts(raw: sqlite3.Connection, table: str, terms: Iterable[str]) -> list[tuple[int, float]]:
    sql = f"SELECT rowid, -bm25({table}, {TITLE}, {BODY}) FROM {table} WHERE {table} MATCH ?"
    return _rows(raw, sql, terms)


def _words(raw: sqlite3.Connection, tables: Tables, terms: Iterable[str]) -> list[tuple[int, str, float]]:
    table = tables.name("words")
    sql = (
        f"SELECT text.document, text.language, -bm25({table}, {TITLE}, {BODY}) FROM {table} "
        f"JOIN {tables.name('text')} AS text ON text.num = {table}.rowid WHERE {table} MATCH ?"
    )
    return _rows(raw, sql, terms)


def _labels(raw: sqlite3.Connection, tables: Tables, query: Query) -> list[tuple[int, float]]:
    table = tables.name("label")
    return _rows(raw, f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?", label_terms(query))


def _rows(raw: sqlite3.Connection, sql: str, terms: Iterable[str]) -> list[Any]:
    """All rows at once: no statement stays open while other code runs."""
    expression = any_of(terms)
    return raw.execute(sql, (expression,)).fetchall() if expression else []


def label_terms(query: Query) -> list[str]:
    """The terms of a question as they stand in the labels' table."""
    known = [code for code in query.languages if languages.is_public(code)]
    stemmed = [f"{code}_{term}" for code in known for term in query.terms(code)]
    return stemmed + [f"_{term}" for term in query.neutral_terms()]


def any_of(terms: Iterable[str]) -> str:
    """A full-text expression that any of the terms satisfies; every term is a quoted string, never syntax."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)


def as_list(numbers: Iterable[int]) -> str:
    """Numbers as one parameter for `json_each`, however many there are."""
    return json.dumps(list(numbers))
