"""The indexes behind one alias: writing to them, and filling a new one that takes the place of the old.

`{prefix}-documents` is what is searched, `{prefix}-documents-next` what a rebuild is filling. Everything is written
through an alias and never by the name of an index, so that a write that comes late meets the index of today and never
makes one by itself. The client is given; nothing here knows its library.
"""
from __future__ import annotations

import json
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from search.contract import Document, DocumentRefused, Progress, SearchUnavailable
from search.engines import mapping
from search.vectors import Vectors

CHUNK, CHUNK_BYTES = 500, 5_000_000  # documents and bytes sent at once
CONFLICT, MISSING = 409, 404
UNFIT = frozenset({400, 413})  # the fault of a document; anything else is the cluster's
COPIES_SECONDS = 30  # that a swap waits for the copies of a new index on other nodes
_MARK = "gone:"
_TOMBSTONE = 0.3  # seconds after which a node has forgotten a deletion
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as lines of a bulk request."""

    id: str
    lines: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a chunk: the number that was taken, and how many of them were not there before."""

    taken: int
    created: int


class Indexes:
    """What one site has on a cluster."""

    def __init__(self, client: Any, prefix: str, vectors: Vectors | None) -> None:
        self._client = client
        self._vectors = vectors
        self.alias = f"{prefix}-documents"
        self.next = f"{prefix}-documents-next"

    def behind(self, alias: str) -> list[str]:
        """The indexes that an alias stands for; none where it is missing."""
        found = self._client.options(ignore_status=MISSING).indices.get_alias(name=alias).body
        return sorted(index for index, row in found.items() if isinstance(row, dict) and "aliases" in row)

    def meta(self) -> dict[str, str]:
        """What the searched index notes of itself; empty where it is missing."""
        found = self._client.options(ignore_status=MISSING).indices.get_mapping(index=self.alias).body
        rows = (row for row in found.values() if isinstance(row, dict) and "mappings" in row)
        return next((dict(row["mappings"].get("_meta", {})) for row in rows), {})

    def note(self, **values: str) -> None:
        """Note values in the searched index."""
        self.require()
        self._client.indices.put_mapping(index=self.alias, meta={**self.meta(), **values})

    def require(self) -> None:
        """Writing to no index at all must not look as if it had been done."""
        if not self.behind(self.alias):
            raise SearchUnavailable("the index is missing: it must be rebuilt")

    def put(self, documents: Iterable[Document]) -> int:
        """Write documents, also to the index that a rebuild is filling; the number that was taken."""
        self.require()
        written = 0
        for chunk in _chunks(self._sent(each) for each in documents):
            # Asked for each chunk: a rebuild that begins later reads at least what was read for this one.
            if self.behind(self.next):
                self._put_next(chunk)
            written += self._write(chunk, self.alias).taken
        self._client.indices.refresh(index=self.alias)
        return written

    def _put_next(self, chunk: list[Sent]) -> None:
        unmarked = [_line({"delete": {"_index": self.next, "_id": _marker(each.id)}}) for each in chunk]
        refused(self._client.bulk(operations=unmarked).body, {MISSING})
        self._write(chunk, self.next, {MISSING})

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents, and keep a rebuild that is under way from bringing them back."""
        self.require()
        for chunk in _slices(ids, CHUNK):
            if self.behind(self.next):
                marks = [line for id in chunk for line in (*self._mark(id), _deletion(self.next, id))]
                refused(self._client.bulk(operations=marks, require_alias=True).body, {MISSING})
            refused(self._client.bulk(operations=[_deletion(self.alias, id) for id in chunk]).body, {MISSING})
        self._client.indices.refresh(index=self.alias)

    def _mark(self, id: str) -> tuple[bytes, bytes]:
        return _line({"index": {"_index": self.next, "_id": _marker(id)}}), _line({mapping.GONE: id})

    def rebuild(
        self, documents: Iterable[Document], total: int, progress: Progress | None, *, shards: int, replicas: str
    ) -> int:
        """Fill a new index, see that it is whole, put it in the place of the old one; the number of documents."""
        fresh, own = self._begin(shards)
        created = 0
        for done, written in self._fill(documents, own):
            created += written.created
            if progress:
                progress(done, total)
        self._client.indices.refresh(index=own)
        marked = self._forget(own)
        count = self.count(own)
        if count < created - marked:
            raise SearchUnavailable(f"the new index holds {count} documents of {created}: it is not put in place")
        self._finish(own, replicas)
        self._swap(fresh, own)
        return count

    def _fill(self, documents: Iterable[Document], own: str) -> Iterator[tuple[int, Written]]:
        """Send one chunk while the next is read; after each how many were sent, and what became of them."""
        done, waiting = 0, deque[tuple[int, Future[Written]]]()
        with ThreadPoolExecutor(1) as sender:
            for chunk in _chunks(self._sent(each) for each in documents):
                done += len(chunk)
                waiting.append((done, sender.submit(self._write, chunk, own)))
                if len(waiting) > 1:
                    sent, future = waiting.popleft()
                    yield sent, future.result()
            for sent, future in waiting:
                yield sent, future.result()

    def _begin(self, shards: int) -> tuple[str, str]:
        """A new index that is written to from now on, and an alias of its own; a rebuild begun earlier loses both."""
        fresh = f"{self.alias}-{time.strftime('%Y%m%d%H%M%S')}-{uuid.uuid4().hex[:8]}"
        own = f"{fresh}-filling"
        self._client.indices.create(
            index=fresh,
            settings=mapping.settings(shards),
            mappings=mapping.mappings(self._vectors),
            aliases={own: {}},
            wait_for_active_shards=1,
        )
        actions: list[Mapping[str, Any]] = [
            {"remove": {"index": f"{self.alias}-*", "alias": self.next, "must_exist": False}},
            {"add": {"index": fresh, "alias": self.next}},
        ]
        self._client.indices.update_aliases(actions=actions)
        kept = {*self.behind(self.alias), *self.behind(self.next)}
        self._drop(index for index in self.all() if index not in kept)
        return fresh, own

    def _forget(self, index: str) -> int:
        """Take out of a rebuilt index what was deleted meanwhile, and the marks that say so; the number of them."""
        found = 0
        marked = {"exists": {"field": mapping.GONE}}
        while rows := self._client.search(index=index, query=marked, size=CHUNK).body["hits"]["hits"]:
            found += len(rows)
            ids = [row["_id"].removeprefix(_MARK) for row in rows]
            there = self._states(index, ids)
            marks = self._states(index, [_marker(id) for id in ids])
            # A document that came back has lost its mark before; one that comes back now has another state.
            gone = [there[id] for id in ids if id in there and _marker(id) in marks]
            operations = [_line({"delete": state}) for state in (*gone, *marks.values())]
            if operations:
                refused(self._client.bulk(operations=operations).body, {MISSING, CONFLICT})
            self._client.indices.refresh(index=index)
        return found

    def _states(self, index: str, ids: list[str]) -> dict[str, dict[str, Any]]:
        """What an index holds under some ids, as it must still be when it is deleted."""
        rows = self._client.mget(index=index, ids=ids, source=False)["docs"]
        return {
            row["_id"]: {
                "_index": row["_index"], "_id": row["_id"], "if_seq_no": row["_seq_no"],
                "if_primary_term": row["_primary_term"],
            }
            for row in rows if row.get("found")
        }  # fmt: skip

    def _finish(self, index: str, replicas: str) -> None:
        """Let a filled index be searched as the others are, and wait a while for its copies."""
        self._client.indices.put_settings(index=index, settings=mapping.settings_when_filled(replicas))
        self._client.options(ignore_status=408).cluster.health(
            index=index, wait_for_no_initializing_shards=True, timeout=f"{COPIES_SECONDS}s"
        )

    def _swap(self, fresh: str, own: str) -> None:
        """Point the alias at the new index in one step that fails if another rebuild has begun; remove the others."""
        old = [index for index in self.all() if index != fresh]
        actions: list[Mapping[str, Any]] = [
            {"remove": {"index": fresh, "alias": self.next, "must_exist": True}},
            {"remove": {"index": fresh, "alias": own, "must_exist": True}},
            {"add": {"index": fresh, "alias": self.alias}},
            *({"remove_index": {"index": index}} for index in old),
        ]
        self._client.indices.update_aliases(actions=actions)

    def count(self, index: str) -> int:
        """How many documents an index holds, without the marks of what was deleted."""
        return int(self._client.count(index=index, query={"exists": {"field": "id"}})["count"])

    def all(self) -> list[str]:
        """Every index of this prefix."""
        return sorted(self._client.indices.get(index=f"{self.alias}-*", expand_wildcards="open").body)

    def tidy(self) -> None:
        """Remove what a rebuild left that ended early: until then all that changes is written to it, too."""
        searched = self.behind(self.alias)
        self._drop(index for index in self.all() if index not in searched)

    def drop(self) -> None:
        """Remove every index of this prefix."""
        self._drop(self.all())

    def _drop(self, indexes: Iterable[str]) -> None:
        for index in indexes:
            self._client.indices.delete(index=index, ignore_unavailable=True)

    def _sent(self, document: Document) -> Sent:
        action = {"index": {"_id": document.id, "version": document.version, "version_type": "external_gte"}}
        return Sent(document.id, _line(action) + b"\n" + _line(mapping.source(document, self._vectors)))

    def _write(self, chunk: list[Sent], alias: str, expected: Iterable[int] = ()) -> Written:
        taken = self._bulk(chunk, alias, expected)
        older = [each for each in chunk if each.id in taken.conflicts]
        created, refused_at_last = taken.created, len(older)
        if older:
            # Either the index holds something newer, or it still remembers that the document was deleted.
            rows = self._client.mget(index=alias, ids=[each.id for each in older], source=False)["docs"]
            gone = {row["_id"] for row in rows if not row.get("found")}
            back = [each for each in older if each.id in gone]
            if back:
                time.sleep(_TOMBSTONE)
                again = self._bulk(back, alias, expected)
                created += again.created
                refused_at_last = len(older) - len(back) + len(again.conflicts)
        return Written(len(chunk) - refused_at_last, created)

    def _bulk(self, chunk: list[Sent], alias: str, expected: Iterable[int]) -> Outcome:
        body = self._client.bulk(index=alias, operations=[each.lines for each in chunk], require_alias=True).body
        failed = refused(body, {CONFLICT, *expected})
        created = sum(1 for item in body["items"] for row in item.values() if row["status"] == 201)
        return Outcome(failed, created)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ids that a bulk request refused as expected, and the number of new documents."""

    conflicts: set[str]
    created: int


def refused(answer: Mapping[str, Any], expected: set[int]) -> set[str]:
    """The ids of a bulk answer that failed as expected; an error when any failed otherwise."""
    rows = [row for item in answer["items"] for row in item.values() if row["status"] >= 300]
    bad = [row for row in rows if row["status"] not in expected]
    if bad:
        first = bad[0]
        why = first.get("error", {}).get("type", first["status"])
        if first["status"] == MISSING:
            raise SearchUnavailable("the index to be written to is gone: another rebuild has begun, or it was removed")
        kind = DocumentRefused if any(row["status"] in UNFIT for row in bad) else SearchUnavailable
        raise kind(f"{len(bad)} documents were refused, the first {first['_id']}: {why}")
    return {row["_id"] for row in rows}


def _marker(id: str) -> str:
    return f"{_MARK}{id}"


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _deletion(alias: str, id: str) -> bytes:
    return _line({"delete": {"_index": alias, "_id": id}})


def _chunks(items: Iterable[Sent]) -> Iterator[list[Sent]]:
    """As many documents as may be sent at once."""
    chunk: list[Sent] = []
    size = 0
    for item in items:
        if chunk and (len(chunk) == CHUNK or size + len(item.lines) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += len(item.lines)
    if chunk:
        yield chunk


def _slices(items: Iterable[T], size: int) -> Iterator[list[T]]:
    part: list[T] = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
