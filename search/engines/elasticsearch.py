"""Search with Elasticsearch 9, for production; the only file that knows its client.

One alias points at the index that is searched. A rebuild fills a second index behind another alias; while it does,
every change is written to both, so that nothing saved meanwhile is missed. Versions come from the database, so that an
older state never replaces a newer one.
"""
from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.dsl import Search

from search.contract import Document, DocumentRefused, Progress, Request, Results, SearchUnavailable, Status
from search.engines import mapping, queries
from search.engines.answers import hit
from search.engines.breaker import Breaker
from search.engines.understanding import understand

BUDGET = 1.0  # seconds that a reader waits for this engine
WRITE_BUDGET = 30.0
CHUNK = 200
CONFLICT, MISSING = 409, 404
UNFIT = frozenset({400, 413})  # the fault of a document; anything else is the cluster's
_MARK = "gone:"
_TOMBSTONE = 0.3  # seconds after which a node has forgotten a deletion
T = TypeVar("T")
_FAILURES = (ApiError, TransportError, KeyError, TypeError, ValueError, AttributeError)


class ElasticsearchEngine:
    """The contract's engine on a cluster: `url` names one or more nodes, separated by commas."""

    name = "elasticsearch"

    def __init__(self, *, url: str, prefix: str, breaker: Breaker | None = None) -> None:
        hosts = [host.strip() for host in url.split(",") if host.strip()]
        self._alias = f"{prefix}-documents"
        self._next = f"{prefix}-documents-next"
        self._breaker = breaker or Breaker()
        # No retry on the same node; a node that refuses hands over to the next one inside the budget.
        client = Elasticsearch(hosts, max_retries=len(hosts) - 1, retry_on_timeout=False, retry_on_status=())
        self._reading = client.options(request_timeout=BUDGET)
        self._writing = client.options(request_timeout=WRITE_BUDGET)

    def search(self, request: Request) -> Results:
        """Answer a request; SearchUnavailable when the engine does not answer in its budget."""
        if not self._breaker.lets_pass():
            raise SearchUnavailable("the circuit breaker is open")
        started = time.monotonic()
        try:
            results = self._search(request, started)
        except _FAILURES as error:
            self._breaker.failed()
            raise SearchUnavailable(_reason(error)) from error
        self._breaker.succeeded()
        return results

    def _search(self, request: Request, started: float) -> Results:
        question = understand(request)
        search = Search(using=self._reading, index=self._alias).update_from_dict(queries.body(request, question))
        answer = search.params(include_named_queries_score=True).execute().to_dict()
        partial = answer["timed_out"] or answer["_shards"]["failed"]
        return Results(
            total=answer["hits"]["total"]["value"],
            hits=tuple(hit(row, request, question) for row in answer["hits"]["hits"]),
            facets={name: _counts(answer["aggregations"][name]) for name in request.facets},
            engine=self.name,
            took_ms=round((time.monotonic() - started) * 1000, 1),
            degraded=_("Part of the search did not answer. Some results may be missing.") if partial else None,
        )

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents (an older `version` never replaces a newer one); the number written."""
        with _said():
            self._ensure()
            targets = self._targets()
            written = sum(self._write_all(chunk, targets) for chunk in _chunks(documents))
            self._refresh(targets)
            return written

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents that may or may not be there."""
        with _said():
            targets = self._targets()
            for chunk in _chunks(ids):
                operations: list[Mapping[str, Any]] = [_deletion(index, id) for id in chunk for index in targets]
                for index in self._behind(self._next):
                    for id in chunk:
                        operations += [{"index": {"_index": index, "_id": _marker(id)}}, {mapping.GONE: id}]
                if operations:
                    _refused(self._writing.bulk(operations=operations).body, {MISSING})
            self._refresh(targets)

    def rebuild(self, documents: Iterable[Document], total: int, progress: Progress | None = None) -> int:
        """Fill a new index beside the old one, swap, clean up; the number of documents."""
        with _said():
            fresh = self._create(self._next)
            done = written = 0
            for chunk in _chunks(documents):
                written += self._write(chunk, fresh)
                done += len(chunk)
                if progress:
                    progress(done, total)
            self._refresh([fresh])
            self._forget(fresh)
            self._swap(fresh)
            return written

    def status(self) -> Status:
        """Size and health of the engine, never raising."""
        try:
            health = self._reading.cluster.health().body
            indexes = self._behind(self._alias)
            documents = self._reading.count(index=self._alias)["count"] if indexes else 0
        except _FAILURES as error:
            return Status(self.name, available=False, documents=0, detail={"error": _reason(error)})
        detail = {"cluster": health["status"], "nodes": str(health["number_of_nodes"]), "index": ", ".join(indexes)}
        return Status(self.name, available=bool(indexes), documents=documents, detail=detail)

    def drop(self) -> None:
        """Remove every index of this prefix (for measuring and tests, which use a prefix of their own)."""
        with _said():
            for index in self._everything():
                self._writing.indices.delete(index=index, ignore_unavailable=True)

    def _ensure(self) -> None:
        if not self._behind(self._alias):
            self._create(self._alias)

    def _create(self, alias: str) -> str:
        name = f"{self._alias}-{time.strftime('%Y%m%d%H%M%S')}-{uuid.uuid4().hex[:8]}"
        self._writing.indices.create(
            index=name,
            settings=mapping.settings(settings.ELASTICSEARCH_SHARDS, settings.ELASTICSEARCH_REPLICAS),
            mappings=mapping.mappings(),
            aliases={alias: {}},
            wait_for_active_shards=1,
        )
        return name

    def _swap(self, fresh: str) -> None:
        """Point the alias at the new index in one step, then remove the others."""
        old = [index for index in self._everything() if index != fresh]
        actions: list[Mapping[str, Any]] = [
            {"add": {"index": fresh, "alias": self._alias}},
            {"remove": {"index": fresh, "alias": self._next}},
            *({"remove_index": {"index": index}} for index in old),
        ]
        self._writing.indices.update_aliases(actions=actions)

    def _forget(self, index: str) -> None:
        """Take out of a rebuilt index what was deleted meanwhile, and the marks that say so."""
        marked = {"exists": {"field": mapping.GONE}}
        while rows := self._writing.search(index=index, query=marked, size=CHUNK).body["hits"]["hits"]:
            ids = [id for row in rows for id in (row["_id"].removeprefix(_MARK), row["_id"])]
            operations = [_deletion(index, id) for id in ids]
            _refused(self._writing.bulk(operations=operations).body, {MISSING})
            self._refresh([index])

    def _targets(self) -> list[str]:
        """The index that is searched, and the one that a rebuild is filling."""
        return self._behind(f"{self._alias},{self._next}")

    def _behind(self, alias: str) -> list[str]:
        found = self._writing.options(ignore_status=MISSING).indices.get_alias(name=alias).body
        return sorted(index for index, row in found.items() if isinstance(row, dict) and "aliases" in row)

    def _everything(self) -> list[str]:
        return sorted(self._writing.indices.get(index=f"{self._alias}-*", expand_wildcards="open").body)

    def _refresh(self, indexes: Iterable[str]) -> None:
        for index in indexes:
            self._writing.indices.refresh(index=index, ignore_unavailable=True)

    def _write_all(self, documents: list[Document], targets: Iterable[str]) -> int:
        """Write to every target; the number of documents that the first one took."""
        for index in self._behind(self._next):
            marks = [_deletion(index, _marker(each.id)) for each in documents]
            _refused(self._writing.bulk(operations=marks).body, {MISSING})
        counts = [self._write(documents, target) for target in targets]
        return counts[0] if counts else 0

    def _write(self, documents: list[Document], target: str) -> int:
        older = self._bulk(documents, target)
        if older:
            # Either the index holds something newer, or it still remembers that the document was deleted.
            present = self._writing.mget(index=target, ids=[each.id for each in older], source=False)["docs"]
            gone = {row["_id"] for row in present if not row.get("found")}
            back = [each for each in older if each.id in gone]
            if back:
                time.sleep(_TOMBSTONE)
                older = [each for each in older if each.id not in gone] + self._bulk(back, target)
        return len(documents) - len(older)

    def _bulk(self, documents: list[Document], target: str) -> list[Document]:
        """Send documents; those that the index refused because of their version."""
        operations: list[Mapping[str, Any]] = []
        for each in documents:
            versioned = {"version": each.version, "version_type": "external_gte"}
            operations += [{"index": {"_index": target, "_id": each.id, **versioned}}, mapping.source(each)]
        refused = _refused(self._writing.bulk(operations=operations).body, {CONFLICT})
        return [each for each in documents if each.id in refused]


class _said:
    """Turns any failure of the client into the contract's own."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ApiError | TransportError):
            raise SearchUnavailable(_reason(error)) from error


def _reason(error: Exception) -> str:
    """What went wrong in a few words, for the log and `search_status`; never the query."""
    if isinstance(error, ApiError):
        return f"Elasticsearch answered {error.status_code} {error.message}"
    return f"Elasticsearch did not answer as expected ({type(error).__name__})"


def _marker(id: str) -> str:
    return f"{_MARK}{id}"


def _deletion(index: str, id: str) -> Mapping[str, Any]:
    return {"delete": {"_index": index, "_id": id}}


def _refused(answer: Mapping[str, Any], expected: set[int]) -> set[str]:
    """The ids of a bulk answer that failed as expected; an error when any failed otherwise."""
    rows = [row for item in answer["items"] for row in item.values() if row["status"] >= 300]
    bad = [row for row in rows if row["status"] not in expected]
    if bad:
        first = bad[0]
        why = first.get("error", {}).get("type", first["status"])
        kind = DocumentRefused if any(row["status"] in UNFIT for row in bad) else SearchUnavailable
        raise kind(f"{len(bad)} documents were refused, the first {first['_id']}: {why}")
    return {row["_id"] for row in rows}


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _counts(bucket: Mapping[str, Any]) -> dict[str, int]:
    return {row["key"]: row["doc_count"] for row in bucket["codes"]["buckets"]}
