"""The embedded engine: the search contract on SQLite's full-text index and vectors in memory."""
from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

import numpy as np

from search import ranking
from search.contract import (
    SUGGESTED,
    Document,
    Entry,
    Hit,
    Progress,
    Request,
    Results,
    SearchUnavailable,
    Status,
)
from search.engines.embedded import counting, spelling
from search.engines.embedded.connections import Database
from search.engines.embedded.held import MEMORY, Flags, Held, Numbers
from search.engines.embedded.matching import Reader
from search.engines.embedded.schema import LIVE, SHADOW, Tables
from search.engines.embedded.showing import Asked, hits
from search.engines.embedded.writing import FILLED, MARK, SPACE, Writer, note, noted
from search.engines.showing import Explaining, shown_language
from search.query import parse, phrase_terms
from search.vectors import Vectors, configured
from search.vectors.embedders import Vector

BATCH = 100  # documents in one transaction of a rebuild, so that other writers get their turn


class EmbeddedEngine:
    """Answers from the tables of a database; needs no server."""

    name = "embedded"

    def __init__(self, database: Database, vectors: Vectors | None = None) -> None:
        self._database = database
        self._vectors = configured() if vectors is None else vectors
        self._live, self._shadow = Tables(LIVE), Tables(SHADOW)

    def search(self, request: Request) -> Results:
        """One answer from one state of the index."""
        began = time.perf_counter()
        with self._reading() as raw:
            results = self._answer(raw, request)
        return replace(results, took_ms=round((time.perf_counter() - began) * 1000, 1))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the index, for whoever asks; a database that does not answer is an engine that does not."""
        try:
            with self._database.read() as raw:
                yield raw
        except sqlite3.Error as error:
            raise SearchUnavailable(str(error)) from error

    def _answer(self, raw: sqlite3.Connection, request: Request) -> Results:
        if not self._usable(raw):
            return Results(0, (), {name: {} for name in request.facets}, self.name)
        held, selection, asked, places = self._found(raw, request)
        start = (max(request.page, 1) - 1) * request.size
        shown = [int(place) for place in places[start : start + request.size]]
        return Results(
            len(places),
            hits(raw, self._live, held, shown, request.ui, asked),
            counting.count(held, request.facets, selection),
            self.name,
        )

    def _usable(self, raw: sqlite3.Connection) -> bool:
        """Whether there is an index; one that was never filled to its end must not answer as if nothing were found."""
        present = self._live.present(raw)
        if not self._database.follows and not (present and noted(raw, self._live, FILLED)):
            raise SearchUnavailable("the embedded index was never filled here")
        return present

    def _found(
        self, raw: sqlite3.Connection, request: Request
    ) -> tuple[Held, counting.Selection, Asked | None, Numbers]:
        """Everything that a request finds, in its order."""
        held = MEMORY.of(raw, self._live, self._database.where)
        visible = held.visible(request.tokens, counting.now_of(request), request.excluded)
        found, asked = visible, None
        if request.asks:
            reader = Reader(raw, self._live, self._live.existing(raw), held)
            if request.like:
                visible = visible & self._others(held, request.like)
            asked = self._ask(reader, request, visible)
            found = visible & reader.holding(request)
            if request.q or request.like:
                found = found & asked.evidence.found
        selection = counting.select(held, request, found)
        places = counting.order(held, selection.all_but(), request.sort, asked.evidence.scores if asked else None)
        return held, selection, asked, places

    def _ask(self, reader: Reader, request: Request, visible: Flags) -> Asked:
        text = request.q or " ".join(request.phrases)
        question = None
        if request.like:
            question = self._centre(reader.held, request.like)
            text = "" if question is not None else self._title(reader, request.like)
        query = parse(text, request.ui, request.filters.get("language", ()))
        if request.meaning and request.q and not request.like:
            question = self._vectors.question(request.q, query.languages)
        elsewhere = -1.0 if question is None or request.like else self._vectors.elsewhere(question)
        return Asked(Explaining(request, query), reader.evidence(request, query, question, visible, elsewhere))

    def _centre(self, held: Held, id: str) -> Vector | None:
        if id not in held.ids:
            return None
        return held.passages.centre(int(held.stamp[held.ids.index(id)]), ranking.FIRST_PASSAGES)

    def _title(self, reader: Reader, id: str) -> str:
        sql = (
            f"SELECT title FROM {self._live.name('text')} AS text JOIN {self._live.name('document')} AS document "
            "ON document.num = text.document WHERE document.id = ? ORDER BY text.num LIMIT 1"
        )
        row = reader.raw.execute(sql, (id,)).fetchone()
        return str(row[0])[:200] if row else ""

    def _others(self, held: Held, id: str) -> Flags:
        return np.fromiter((other != id for other in held.ids), dtype=np.bool_, count=len(held.ids))

    def every(self, request: Request) -> Iterator[Hit]:
        """Every result of a request in its order, without highlights: the same set that `search` counts."""
        with self._reading() as raw:
            if not self._usable(raw):
                return
            held, _selection, asked, places = self._found(raw, request)
        scores = asked.evidence.scores if asked else np.zeros(len(held.num))
        languages = _languages(held)
        for place in places:
            versions = dict.fromkeys(languages[place])
            language = shown_language(versions, request.ui, "", held.originals[place])  # type: ignore[arg-type]
            yield Hit(held.ids[place], held.kinds[place], round(float(scores[place]), 6), language)

    def titles(self, request: Request) -> tuple[Hit, ...]:
        """Documents with a title that has all words of `q`, the last as a beginning; the reader's filters hold."""
        terms = phrase_terms(request.q)
        if not terms:
            return ()
        with self._reading() as raw:
            if not self._usable(raw):
                return ()
            held, selection, _asked, _places = self._found(raw, replace(request, q="", phrases=(), like=""))
            rows = Reader(raw, self._live, self._live.existing(raw), held).titled(terms)
        kept = selection.all_but()
        found: dict[int, Hit] = {}
        for text in np.searchsorted(held.text_num, np.array([num for (num,) in rows], dtype=np.int64)):
            place, language = int(held.text_owner[text]), held.text_languages[text]
            is_new = place not in found and len(found) < (request.size or SUGGESTED)
            if kept[place] and (is_new or (place in found and language == request.ui)):
                found[place] = Hit(held.ids[place], held.kinds[place], 0.0, language)
        return tuple(found.values())

    def spellings(self, words: Sequence[str], request: Request) -> Mapping[str, tuple[str, ...]]:
        """For each word that no text of the reader has, the nearest ones that one has."""
        with self._reading() as raw:
            if not self._usable(raw):
                return {}
            held = MEMORY.of(raw, self._live, self._database.where)
            seen = held.visible(request.tokens, counting.now_of(request), request.excluded)
            return spelling.nearest(raw, self._live, words, held.text_num[seen[held.text_owner]])

    def entries(self) -> Iterator[Entry]:
        """What the index holds, in the order of ids."""
        last = ""
        while rows := self._entries_after(last):
            yield from (Entry(*row) for row in rows)
            last = rows[-1][0]

    def _entries_after(self, last: str) -> list[tuple[str, int, str]]:
        with self._database.read() as raw:
            if not self._live.present(raw):
                return []
            sql = f"SELECT id, version, seal FROM {self._live.name('document')} WHERE id > ? ORDER BY id LIMIT 1000"
            return raw.execute(sql, (last,)).fetchall()

    def mark(self) -> str:
        """What `set_mark` wrote last; empty where the index is missing or was never filled to its end."""
        with self._database.read() as raw:
            if not self._live.present(raw) or not noted(raw, self._live, FILLED):
                return ""
            return noted(raw, self._live, MARK)

    def set_mark(self, value: str) -> None:
        """Note a value in the index, by which an older copy of it is known again."""
        with self._database.write() as raw:
            self._live.create(raw)
            note(raw, self._live, MARK, value)

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents, also in the tables of a rebuild that is under way."""
        written = 0
        with self._database.write() as raw:
            live, shadow = self._writers(raw)
            for document in documents:
                written += live.put(document)
                if shadow:
                    raw.execute(f"DELETE FROM {self._shadow.name('gone')} WHERE id = ?", (document.id,))
                    shadow.put(document)
            live.finish()
        return written

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents, and keep a rebuild that is under way from bringing them back."""
        with self._database.write() as raw:
            live, shadow = self._writers(raw)
            for id in ids:
                live.remove(id)
                if shadow:
                    raw.execute(f"INSERT OR IGNORE INTO {self._shadow.name('gone')} VALUES (?)", (id,))
                    shadow.remove(id)
            live.finish()

    def _writers(self, raw: sqlite3.Connection) -> tuple[Writer, Writer | None]:
        self._live.create(raw)
        self._same_space(raw)
        live = Writer(raw, self._live, self._vectors)
        return live, Writer(raw, self._shadow, self._vectors) if self._shadow.present(raw) else None

    def _same_space(self, raw: sqlite3.Connection) -> None:
        """Forget vectors that other models made: they cannot be compared with these."""
        if noted(raw, self._live, SPACE) != self._vectors.name:
            raw.execute(f"DELETE FROM {self._live.name('meaning')}")
            note(raw, self._live, SPACE, self._vectors.name)

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
            raw.execute(f"DELETE FROM {self._shadow.name('meta')} WHERE key = 'rebuild'")
            raw.execute(f"DELETE FROM {self._shadow.name('gone')}")
            note(raw, self._shadow, FILLED, "yes")
            Writer(raw, self._shadow, self._vectors).finish()
            self._shadow.become(raw, self._live)
        return count

    def tidy(self) -> None:
        """Remove what a rebuild left that ended early."""
        with self._database.write() as raw:
            self._shadow.drop(raw)

    def _begin(self) -> str:
        token = uuid.uuid4().hex
        with self._database.write() as raw:
            self._shadow.drop(raw)
            self._shadow.create(raw)
            note(raw, self._shadow, SPACE, self._vectors.name)
            note(raw, self._shadow, "rebuild", token)
        return token

    def _check(self, raw: sqlite3.Connection, token: str) -> None:
        if not self._shadow.present(raw) or noted(raw, self._shadow, "rebuild") != token:
            raise SearchUnavailable("Another rebuild of the search index has begun; this one stops.")

    def _fill(self, raw: sqlite3.Connection, batch: Sequence[Document]) -> int:
        writer = Writer(raw, self._shadow, self._vectors)
        gone = f"SELECT 1 FROM {self._shadow.name('gone')} WHERE id = ?"
        for document in batch:
            if raw.execute(gone, (document.id,)).fetchone() is None:
                writer.put(document)
        return len(batch)

    def status(self) -> Status:
        """How many documents, and texts in each language."""
        try:
            with self._database.read() as raw:
                if not self._live.present(raw):
                    return Status(self.name, self._database.follows, 0)
                return Status(self.name, True, self._count(raw, "document"), self._detail(raw))
        except sqlite3.Error as error:
            return Status(self.name, False, 0, {"error": str(error)})

    def _count(self, raw: sqlite3.Connection, table: str) -> int:
        return int(raw.execute(f"SELECT count(*) FROM {self._live.name(table)}").fetchone()[0])

    def _detail(self, raw: sqlite3.Connection) -> dict[str, str]:
        texts = raw.execute(
            f"SELECT language, count(*) FROM {self._live.name('text')} GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
        detail = {f"texts in {code}": str(number) for code, number in texts}
        if space := noted(raw, self._live, SPACE):
            detail["vectors"] = f"{self._count(raw, 'meaning')} documents, {space}"
        return detail


def _languages(held: Held) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for place, language in zip(held.text_owner.tolist(), held.text_languages, strict=True):
        found.setdefault(place, []).append(language)
    return found
