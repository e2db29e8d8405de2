"""What speaks for each document: the words of a question, the concepts it names, the nearness of its meaning."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core import languages
from search import ranking
from search.contract import Concept, Request
from search.engines.embedded.held import MOST_COUNTS, Flags, Held, Numbers
from search.engines.embedded.nearest import Near
from search.engines.embedded.schema import Tables
from search.query import Query, label_phrases, phrase_terms
from search.vectors.embedders import Vector

Scores = npt.NDArray[np.float64]


@dataclass
class Evidence:
    """One row for each document of the copy in memory.

    `coverage` is the share of the question that its words cover, `in_language` that of the texts in each language
    the question is read in, `unstemmed` that of each text as written; `found` says which documents are results as far
    as words, concepts and meaning go.
    """

    coverage: Scores
    found: Flags
    in_language: dict[str, Scores]
    unstemmed: Scores  # by text
    carried: list[Flags]  # for each concept of the request
    near: Near | None

    @cached_property
    def scores(self) -> Scores:
        """Words and meaning as one score."""
        return ranking.score(self.coverage, self.near.closeness if self.near else np.zeros(len(self.coverage)))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the full-text tables of one state of an index."""

    raw: sqlite3.Connection
    tables: Tables
    existing: frozenset[str]
    held: Held

    def evidence(
        self, request: Request, query: Query, question: Vector | None, visible: Flags, elsewhere: float
    ) -> Evidence:
        """Everything that speaks for documents; `elsewhere` is how near the question lies to other subjects."""
        own = {code: self._in_language(code, query.terms(code)) for code in query.languages}
        unstemmed = self._as_written(query.neutral_terms())
        labels = self._labels(query)
        coverage = np.zeros(len(self.held.num))
        for scores in own.values():
            np.maximum(coverage, scores, out=coverage)
        coverage += ranking.UNSTEMMED * self._by_document(unstemmed) + ranking.LABEL * labels
        found = coverage > 0
        carried = [self._carrying(concept) for concept in request.concepts]
        for concept, flags in zip(request.concepts, carried, strict=True):
            coverage += ranking.CONCEPT * query.share(concept.words) * flags
            found |= flags
        near = None
        if question is not None:
            near = self.held.passages.near(question, self.held.passage_owner, visible, elsewhere)
            found |= near.closeness > 0
        return Evidence(coverage, found, own, unstemmed, carried, near)

    def _in_language(self, code: str, terms: Sequence[str]) -> Scores:
        scores = np.zeros(len(self.held.num))
        table = self.tables.stems(code) if languages.is_public(code) else ""
        if table not in self.existing or not terms:
            return scores
        rows = np.array(self._matching(table, terms), dtype=np.float64)
        if len(rows):
            most = self._most(table, terms, self.held.texts_in.get(code, 0))
            scores[np.searchsorted(self.held.num, rows[:, 0])] = rows[:, 1] / most
        return scores

    def _as_written(self, terms: Sequence[str]) -> Scores:
        """How much of the question each text has as it is written: the share of its telling terms."""
        return self._present(self.tables.name("words"), terms, self.held.text_num)

    def _by_document(self, by_text: Scores) -> Scores:
        scores = np.zeros(len(self.held.num))
        np.maximum.at(scores, self.held.text_owner, by_text)
        return scores

    def _labels(self, query: Query) -> Scores:
        """How much of the question the labels of each document's facts have, in the best way of reading it."""
        table = self.tables.name("label")
        read = [self._present(table, reading, self.held.num) for reading in label_readings(query)]
        return np.max(read, axis=0) if read else np.zeros(len(self.held.num))

    def _present(self, table: str, terms: Sequence[str], nums: Numbers) -> Scores:
        """For each row with these numbers the share of the terms it has, telling ones counting more.

        The full BM25 would read the length of every row; at the weight these have it ranks no better.
        """
        scores = np.zeros(len(nums))
        most = 0.0
        for term in terms:
            places = self._places(table, term, nums)
            weight = ranking.idf(len(nums), len(places))
            scores[places] += weight
            most += weight
        return scores / most if most else scores

    def _places(self, table: str, term: str, nums: Numbers) -> Numbers:
        """Which rows have a term, remembered as long as nothing changes."""
        known = self.held.having_term.get((table, term))
        if known is None:
            rows = self._rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", any_of([term]))
            known = np.searchsorted(nums, np.array(rows, dtype=np.int64).reshape(-1))
            self.held.remember(table, term, known)
        return known

    def _matching(self, table: str, terms: Iterable[str]) -> list[Any]:
        sql = f"SELECT rowid, -bm25({table}, {ranking.TITLE}, {ranking.BODY}) FROM {table} WHERE {table} MATCH ?"
        return self._rows(sql, any_of(terms))

    def _most(self, table: str, terms: Iterable[str], texts: int) -> float:
        """What BM25 could give to all the terms together."""
        return ranking.whole(texts, (self._having(table, term) for term in terms)) or 1.0

    def _having(self, table: str, term: str) -> int:
        """How many texts have a term, remembered as long as nothing changes."""
        known = self.held.counts.get((table, term))
        if known is None:
            sql = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"
            known = int(self.raw.execute(sql, (any_of([term]),)).fetchone()[0])
            if len(self.held.counts) < MOST_COUNTS:
                self.held.counts[table, term] = known
        return known

    def _carrying(self, concept: Concept) -> Flags:
        """The documents that have the concept's code, or one of its labels in a text."""
        flags = self.held.coded(concept.facet, [concept.code])
        for code in concept.labels:
            if languages.is_public(code):
                flags[self._with_phrases(self.tables.stems(code), label_phrases(concept, code))] = True
            elif local := label_phrases(concept, code):
                flags[self._texts_with(any_phrase(local))] = True
        return flags

    def _with_phrases(self, table: str, phrases: Sequence[tuple[str, ...]]) -> npt.NDArray[np.int64]:
        if table not in self.existing or not phrases:
            return np.zeros(0, dtype=np.int64)
        rows = self._rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", any_phrase(phrases))
        return self.held.places(num for (num,) in rows)

    def _texts_with(self, expression: str) -> npt.NDArray[np.int64]:
        """The places of documents with a text that satisfies an expression as it is written."""
        table = self.tables.name("words")
        rows = self._rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", expression)
        places = np.searchsorted(self.held.text_num, np.array([num for (num,) in rows], dtype=np.int64))
        return np.unique(self.held.text_owner[places])

    def holding(self, request: Request) -> Flags:
        """The documents with all phrases that must, and none of what must not stand in them."""
        flags = np.ones(len(self.held.num), dtype=np.bool_)
        for phrase in request.phrases:
            if terms := phrase_terms(phrase):
                inside = np.zeros(len(flags), dtype=np.bool_)
                inside[self._texts_with(any_phrase([terms]))] = True
                flags &= inside
        for phrase in request.without:
            if terms := phrase_terms(phrase):
                flags[self._texts_with(any_phrase([terms]))] = False
        return flags

    def titled(self, terms: Sequence[str]) -> list[Any]:
        """Texts with all terms in their title, the last one as the beginning of a word, the best first."""
        table = self.tables.name("words")
        *whole, last = (_quoted(term) for term in terms)
        expression = "title : (" + " AND ".join([*whole, f"{last} *"]) + ")"
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}, 1.0, 0.0), rowid LIMIT 200"
        return self._rows(sql, expression)

    def _rows(self, sql: str, expression: str) -> list[Any]:
        """All rows at once: no statement stays open while other code runs."""
        return self.raw.execute(sql, (expression,)).fetchall() if expression else []


def label_readings(query: Query) -> list[list[str]]:
    """The terms of a question as they stand in the labels' table, once for each way of reading it."""
    known = [code for code in query.languages if languages.is_public(code)]
    stemmed = [[f"{code}_{term}" for term in query.terms(code)] for code in known]
    return [reading for reading in [*stemmed, [f"_{term}" for term in query.neutral_terms()]] if reading]


def any_of(terms: Iterable[str]) -> str:
    """A full-text expression that any of the terms satisfies; every term is a quoted string, never syntax."""
    return " OR ".join(_quoted(term) for term in terms)


def any_phrase(phrases: Iterable[Sequence[str]]) -> str:
    """A full-text expression that any of the phrases satisfies, its terms side by side."""
    return " OR ".join(_quoted(" ".join(phrase)) for phrase in phrases if phrase)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def as_list(numbers: Iterable[int]) -> str:
    """Numbers as one parameter for `json_each`, however many there are."""
    return json.dumps([int(number) for number in numbers])
