"""The embedded engine: the search contract on SQLite's full-text index."""
from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterable, Sequence
from itertools import islice

from search.contract import Document, Progress, Request, Results, SearchUnavailable, Status
from search.engines.embedded import counting
from search.engines.embedded.connections import Database
from search.engines.embedded.matching import match
from search.engines.embedded.schema import LIVE, SHADOW, Tables
from search.engines.embedded.showing import Asked, hits
from search.engines.embedded.writing import Writer
from search.query import parse

BATCH = 100  # documents in one transaction of a rebuild, so that other writers get their turn


class EmbeddedEngine:
    """Answers from the tables of a database; needs no server."""

    name = "embedded"

    def __init__(self, database: Database) -> None:
        self._database = database
        self._live, self._shadow = Tables(LIVE), Tables(SHADOW)

    def search(self, request: Request) -> Results:
        """One answer from one state of the index."""
        began = time.perf_counter()
        try:
            with self._database.read() as raw:
                results = self._answer(raw, request)
        except sqlite3.Error as error:
            raise SearchUnavailable(str(error)) from error
        took = round((time.perf_counter() - began) * 1000, 1)
        return Results(results.total, results.hits, results.facets, self.name, took)

    def _answer(self, raw: sqlite3.Connection, request: Request) -> Results:
        existing = self._live.existing(raw)
        if self._live.name("document") not in existing:
            return Results(0, (), {name: {} for name in request.facets}, self.name)
        query = parse(request.q, request.ui, request.filters.get("language", ())) if request.q else None
        matches = match(raw, self._live, existing, query) if query else None
        found = counting.load(raw, self._live, request, counting.now_of(request), matches)
        selection = counting.select(raw, self._live, request, found)
        kept = selection.all_but()
        places = counting.order(found, kept, request.sort, matches)
        start = (max(request.page, 1) - 1) * request.size
        shown = [int(num) for num in found.num[places[start : start + request.size]]]
        return Results(
            int(kept.sum()),
            hits(raw, self._live, shown, request.ui, Asked(query, matches) if query and matches else None),
            counting.count(raw, self._live, request.facets, found, selection),
            self.name,
        )

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents, also in the tables of a rebuild that is under way."""
        written = 0
        with self._database.write() as raw:
            self._live.create(raw)
            live = Writer(raw, self._live)
            shadow = Writer(raw, self._shadow) if self._rebuilding(raw) else None
            for document in documents:
                written += live.put(document)
                if shadow:
                    raw.execute(f"DELETE FROM {self._shadow.name('gone')} WHERE id = ?", (document.id,))
                    shadow.put(document)
        return written

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents, and keep a rebuild that is under way from bringing them back."""
        with self._database.write() as raw:
            self._live.create(raw)
            live = Writer(raw, self._live)
            shadow = Writer(raw, self._shadow) if self._rebuilding(raw) else None
            for id in ids:
                live.remove(id)
                if shadow:
                    raw.execute(f"INSERT OR IGNORE INTO {self._shadow.name('gone')} VALUES (?)", (id,))
                    shadow.remove(id)

    def rebuild(self, documents: Iterable[Document], total: int, progress: Progress | None = None) -> int:
        """Fill a second set of tables in batches, while the first answers and is kept up to date, and swap."""
        token = self._begin()
        remaining, done = iter(documents), 0
        while batch := list(islice(remaining, BATCH)):
            with self._database.write() as raw:
                self._check(raw, token)
                done += self._fill(raw, batch)
            if progress:
                progress(done, total)
        with self._database.write() as raw:
            self._check(raw, token)
            count = int(raw.execute(f"SELECT count(*) FROM {self._shadow.name('document')}").fetchone()[0])
            raw.execute(f"DELETE FROM {self._shadow.name('meta')}")
            self._shadow.become(raw, self._live)
        return count

    def _begin(self) -> str:
        token = uuid.uuid4().hex
        with self._database.write() as raw:
            self._shadow.drop(raw)
            self._shadow.create(raw)
            raw.execute(f"INSERT INTO {self._shadow.name('meta')} VALUES ('rebuild', ?)", (token,))
        return token

    def _check(self, raw: sqlite3.Connection, token: str) -> None:
        there = self._rebuilding(raw)
        meta = self._shadow.name("meta")
        if not there or raw.execute(f"SELECT value FROM {meta} WHERE key = 'rebuild'").fetchall() != [(token,)]:
            raise SearchUnavailable("Another rebuild of the search index has begun; this one stops.")

    def _fill(self, raw: sqlite3.Connection, batch: Sequence[Document]) -> int:
        writer = Writer(raw, self._shadow)
        gone = f"SELECT 1 FROM {self._shadow.name('gone')} WHERE id = ?"
        for document in batch:
            if raw.execute(gone, (document.id,)).fetchone() is None:
                writer.put(document)
        return len(batch)

    def _rebuilding(self, raw: sqlite3.Connection) -> bool:
        return self._shadow.name("gone") in self._shadow.existing(raw)

    def status(self) -> Status:
        """How many documents, and texts in each language."""
        try:
            with self._database.read() as raw:
                if self._live.name("document") not in self._live.existing(raw):
                    return Status(self.name, True, 0)
                documents = raw.execute(f"SELECT count(*) FROM {self._live.name('document')}").fetchone()[0]
                texts = raw.execute(
                    f"SELECT language, count(*) FROM {self._live.name('text')} GROUP BY 1 ORDER BY 2 DESC, 1"
                ).fetchall()
                return Status(self.name, True, documents, {f"texts in {code}": str(number) for code, number in texts})
        except sqlite3.Error as error:
            return Status(self.name, False, 0, {"error": str(error)})

