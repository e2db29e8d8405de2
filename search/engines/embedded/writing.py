"""Documents into tables and out of them again."""
from __future__ import annotations

import json
import secrets
import sqlite3
import uuid
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core import languages
from search.analysis import NEUTRAL, analyse, indexed
from search.contract import Document, Text
from search.engines.embedded.schema import Tables
from search.sealing import seal
from search.vectors import Vectors
from search.vectors.store import packed

TOKEN, SPACE, FILLED, MARK = "token", "space", "filled", "mark"  # what `meta` notes of a set of tables


@dataclass(slots=True)
class Writer:
    """Writes to one set of tables inside one transaction; remembers the numbers it looked up."""

    raw: sqlite3.Connection
    tables: Tables
    vectors: Vectors
    _codes: dict[tuple[str, str], int] = field(default_factory=dict)
    _audiences: dict[str, int] = field(default_factory=dict)
    _stems: dict[str, str] = field(default_factory=dict)

    def put(self, document: Document) -> bool:
        """Add or replace a document; false where a newer version stands already."""
        known = self.raw.execute(
            f"SELECT num, version FROM {self.tables.name('document')} WHERE id = ?", (document.id,)
        ).fetchone()
        if known and known[1] > document.version:
            return False
        if known:
            self._remove_terms(known[0])
        num = self._put_row(known[0] if known else None, document)
        for text in document.texts:
            self._put_text(num, text)
        self._put_labels(num, document.labels)
        self._put_meaning(num, document)
        return True

    def finish(self) -> None:
        """Tell every process that holds a copy in memory that something has changed."""
        note(self.raw, self.tables, TOKEN, uuid.uuid4().hex)

    def remove(self, id: str) -> None:
        """Take a document out; nothing happens where there is none."""
        known = self.raw.execute(f"SELECT num FROM {self.tables.name('document')} WHERE id = ?", (id,)).fetchone()
        if known:
            self._remove_terms(known[0])
            self.raw.execute(f"DELETE FROM {self.tables.name('document')} WHERE num = ?", known)
            self.raw.execute(f"DELETE FROM {self.tables.name('meaning')} WHERE document = ?", known)

    def _remove_terms(self, num: int) -> None:
        text = self.tables.name("text")
        rows = self.raw.execute(f"SELECT num, language FROM {text} WHERE document = ?", (num,)).fetchall()
        for row, language in rows:
            self.raw.execute(f"DELETE FROM {self.tables.name('words')} WHERE rowid = ?", (row,))
            if languages.is_public(language):
                self.raw.execute(f"DELETE FROM {self._stems_of(language)} WHERE rowid = ?", (num,))
        self.raw.execute(f"DELETE FROM {text} WHERE document = ?", (num,))
        self.raw.execute(f"DELETE FROM {self.tables.name('label')} WHERE rowid = ?", (num,))

    def _put_row(self, num: int | None, document: Document) -> int:
        values = (
            num,
            document.id,
            document.kind,
            document.version,
            moment(document.newest),
            moment(document.confirmed),
            document.original,
            self._audience(document.audience),
            moment(document.embargo_until),
            self._audience(document.embargo_audience),
            self._codes_of(document),
            json.dumps({code: list(labels) for code, labels in document.labels.items()}, ensure_ascii=False),
            seal(document),
            secrets.randbits(62),  # a document that was written again is another one to whoever holds a copy
        )
        marks = ", ".join("?" * len(values))
        cursor = self.raw.execute(f"INSERT OR REPLACE INTO {self.tables.name('document')} VALUES ({marks})", values)
        return int(cursor.lastrowid or 0)

    def _put_text(self, num: int, text: Text) -> None:
        cursor = self.raw.execute(
            f"INSERT INTO {self.tables.name('text')} (document, language, title, summary, body) VALUES (?, ?, ?, ?, ?)",
            (num, text.language, text.title, text.summary, text.body),
        )
        body = f"{text.summary}\n{text.body}"
        self.raw.execute(
            f"INSERT INTO {self.tables.name('words')} (rowid, title, body) VALUES (?, ?, ?)",
            (cursor.lastrowid, indexed(text.title), indexed(body)),
        )
        if languages.is_public(text.language):
            self.raw.execute(
                f"INSERT INTO {self._stems_of(text.language)} (rowid, title, body) VALUES (?, ?, ?)",
                (num, indexed(text.title, text.language), indexed(body, text.language)),
            )

    def _put_labels(self, num: int, labels: Mapping[str, Iterable[str]]) -> None:
        terms = " ".join(label_terms(labels))
        if terms:
            self.raw.execute(f"INSERT INTO {self.tables.name('label')} (rowid, terms) VALUES (?, ?)", (num, terms))

    def _put_meaning(self, num: int, document: Document) -> None:
        placed = self.vectors.of(document)
        self.raw.execute(f"DELETE FROM {self.tables.name('meaning')} WHERE document = ?", (num,))
        if not placed:
            return
        places = json.dumps([[each.passage.language, each.passage.place] for each in placed])
        self.raw.execute(
            f"INSERT INTO {self.tables.name('meaning')} (stamp, document, places, vectors) "
            f"SELECT stamp, num, ?, ? FROM {self.tables.name('document')} WHERE num = ?",
            (places, b"".join(packed(each.vector) for each in placed), num),
        )

    def _stems_of(self, language: str) -> str:
        if language not in self._stems:
            self._stems[language] = self.tables.create_stems(self.raw, language)
        return self._stems[language]

    def _codes_of(self, document: Document) -> bytes:
        numbers = {self._code(facet, code) for facet, codes in facets_of(document).items() for code in codes}
        return array("I", sorted(numbers)).tobytes()

    def _code(self, facet: str, code: str) -> int:
        key = (facet, str(code))
        if key not in self._codes:
            self._codes[key] = self._number("code", "facet, code", key)
        return self._codes[key]

    def _audience(self, tokens: Iterable[str]) -> int:
        key = json.dumps(sorted(tokens))
        if key not in self._audiences:
            self._audiences[key] = self._number("audience", "tokens", (key,))
        return self._audiences[key]

    def _number(self, table: str, columns: str, values: tuple[str, ...]) -> int:
        """The number of a value, given out when it is first seen."""
        name, marks = self.tables.name(table), ", ".join("?" * len(values))
        self.raw.execute(f"INSERT OR IGNORE INTO {name} ({columns}) VALUES ({marks})", values)
        where = " AND ".join(f"{column} = ?" for column in columns.split(", "))
        return int(self.raw.execute(f"SELECT num FROM {name} WHERE {where}", values).fetchone()[0])


def note(raw: sqlite3.Connection, tables: Tables, key: str, value: str) -> None:
    """Write something about a set of tables into it."""
    raw.execute(f"INSERT OR REPLACE INTO {tables.name('meta')} VALUES (?, ?)", (key, value))


def noted(raw: sqlite3.Connection, tables: Tables, key: str) -> str:
    """What was noted, or an empty text."""
    row = raw.execute(f"SELECT value FROM {tables.name('meta')} WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def facets_of(document: Document) -> dict[str, tuple[str, ...]]:
    """The codes of a document by facet; kind and languages follow from the document itself."""
    return {
        **document.facets,
        "kind": (document.kind,),
        "language": tuple(text.language for text in document.texts),
    }


def label_terms(labels: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """The terms of labels, each under its language, and all of them unstemmed."""
    for code, values in labels.items():
        for value in dict.fromkeys(values):
            yield from (f"_{term.value}" for term in analyse(value, NEUTRAL))
            if languages.is_public(code):
                yield from (f"{code}_{term.value}" for term in analyse(value, code))


def moment(value: datetime | None) -> int | None:
    """A moment as an integer, in microseconds, so that its order survives."""
    return None if value is None else int(value.timestamp() * 1_000_000)
