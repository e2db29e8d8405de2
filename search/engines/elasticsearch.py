"""Search with Elasticsearch 9, for production; the only file that knows its client.

One alias points at the index that is searched. A rebuild fills a second index behind another alias; while it does,
every change is written to both (`filling.py`). Versions come from the database, so that an older state never replaces
a newer one. A missing index is an outage, never an empty answer.
"""
from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from elasticsearch import ApiError, Elasticsearch, TransportError

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
from search.engines import answers, queries
from search.engines.breaker import Breaker
from search.engines.deadline import within
from search.engines.filling import Indexes
from search.engines.mapping import VECTOR, passages_of_space
from search.engines.showing import Explaining
from search.engines.understanding import Question, by_title, neighbours, understand
from search.engines.weighing import Counts, counting, readings
from search.query import parse, phrase_terms
from search.vectors import Vectors, configured

BUDGET = 1.0  # seconds that a reader waits for this engine, all its requests together
SOFT = 0.8  # of what is left, after which a slow shard gives a partial answer
PAGE_BUDGET, WRITE_BUDGET = 10.0, 30.0
PAGE, MORE_TITLES = 1_000, 3
OFFERED, COMPARED, MAX_WORDS = 3, 10, 20
KEEP = "2m"  # that the state of an index is held between two pages of everything
_FAILURES = (ApiError, TransportError, TimeoutError, KeyError, TypeError, ValueError, AttributeError, IndexError)


class ElasticsearchEngine:
    """The contract's engine on a cluster: `url` names one or more nodes, separated by commas."""

    name = "elasticsearch"

    def __init__(
        self, *, url: str, prefix: str, vectors: Vectors | None = None, breaker: Breaker | None = None
    ) -> None:
        self._vectors = configured() if vectors is None else vectors
        self._breaker = breaker or Breaker()
        self._client = _client(url)
        self._indexes = Indexes(self._client.options(request_timeout=WRITE_BUDGET), prefix, self._vectors)
        self._alias = self._indexes.alias
        self._counts = Counts()

    @property
    def resting(self) -> bool:
        """Whether no reader is sent to the server at the moment, because it failed again and again."""
        return self._breaker.is_open

    def search(self, request: Request) -> Results:
        """Answer a request; SearchUnavailable when the engine does not answer in its budget."""
        began = time.monotonic()
        with self._reading():
            question = None if request.like else understand(request, self._vectors)
            results = self._search(request, question, time.monotonic() + BUDGET)
        return replace(results, took_ms=round((time.monotonic() - began) * 1000, 1))

    def _search(self, request: Request, question: Question | None, deadline: float) -> Results:
        question = self._floored(request, question or self._neighbours(request, deadline), deadline)
        counts = self._counted(question, deadline)
        body = queries.body(request, question, counts, int(_left(deadline) * SOFT * 1000))
        answer = self._ask(body, deadline, include_named_queries_score=request.asks)
        partial = answer["timed_out"] or answer["_shards"]["failed"]
        explaining = Explaining(request, question.query)
        return Results(
            total=answer["hits"]["total"]["value"],
            hits=tuple(answers.hit(row, explaining, question) for row in answer["hits"]["hits"]),
            facets={name: _codes(answer["aggregations"][name]) for name in request.facets},
            engine=self.name,
            degraded=_("Part of the search did not answer. Some results may be missing.") if partial else None,
        )

    def _ask(self, body: Mapping[str, Any], deadline: float, **more: Any) -> dict[str, Any]:
        client = self._client.options(request_timeout=_left(deadline))
        more["search_type"] = _search_type()
        return within(_left(deadline), lambda: dict(client.search(index=self._alias, body=dict(body), **more).body))

    def _counted(self, question: Question, deadline: float) -> Mapping[str, int]:
        """How many texts have each word of a question, which says what the words weigh."""
        asked = readings(question)
        known = self._counts.known(key for reading in asked for key in reading.keys)
        if missing := counting(asked, known):
            body = {"size": 0, "track_total_hits": False, "aggs": {"having": {"filters": {"filters": missing}}}}
            answer = self._ask(body, deadline)
            found = {key: int(row["doc_count"]) for key, row in answer["aggregations"]["having"]["buckets"].items()}
            known.update(found)
            if not answer["_shards"]["failed"]:
                self._counts.keep(found)
        return known

    def _floored(self, request: Request, question: Question, deadline: float) -> Question:
        """The question with how near a passage must be; without its meaning where nothing is near enough."""
        if question.vector is None:
            return question
        rows = self._ask(queries.nearest(request, question), deadline)["hits"]["hits"]
        floor = ranking.floor(float(rows[0]["_score"]), question.elsewhere) if rows else math.inf
        return replace(question, vector=None) if math.isinf(floor) else replace(question, floor=floor)

    def _neighbours(self, request: Request, deadline: float) -> Question:
        """What asks for the neighbours of a document: by the vectors of its first passages, else by its title."""
        space = self._vectors.name if self._vectors.ready else ""
        rows = self._ask(queries.centre(request, space, ranking.FIRST_PASSAGES), deadline)["hits"]["hits"]
        if not rows:
            return Question(parse("", request.ui))
        if vectors := answers.vectors_in(rows[0]):
            return neighbours(vectors, space)
        title = answers.first_title(rows[0])
        return by_title(title.title, request.ui) if title else Question(parse("", request.ui))

    def every(self, request: Request) -> Iterator[Hit]:
        """Every result of a request in its order, without highlights: the same set that `search` counts."""
        with self._reading():
            deadline = time.monotonic() + PAGE_BUDGET
            question = self._neighbours(request, deadline) if request.like else understand(request, self._vectors)
            question = self._floored(request, question, deadline)
            body = queries.walk(request, question, self._counted(question, deadline), PAGE)
            for row in self._walk(body):
                yield answers.bare_hit(row, request)

    def entries(self) -> Iterator[Entry]:
        """What the index holds, in the order of ids."""
        with _said():
            for row in self._walk(queries.entries(PAGE)):
                yield Entry(row["_id"], int(row["_version"]), row.get("fields", {}).get("seal", [""])[0])

    def _walk(self, body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """All rows of one state of the index, page by page; a shard that does not answer is an error."""
        client = self._client.options(request_timeout=PAGE_BUDGET)
        state = client.open_point_in_time(index=self._alias, keep_alive=KEEP)["id"]
        after: dict[str, Any] = {}
        try:
            while True:
                asked = {**body, **after, "pit": {"id": state, "keep_alive": KEEP}}
                answer = client.search(
                    body=asked, allow_partial_search_results=False, search_type=_search_type()
                ).body
                rows = answer["hits"]["hits"]
                state = answer.get("pit_id", state)
                yield from rows
                if len(rows) < body["size"]:
                    return
                after = {"search_after": rows[-1]["sort"]}
        finally:
            client.options(ignore_status=404).close_point_in_time(id=state)

    def titles(self, request: Request) -> tuple[Hit, ...]:
        """Documents with a title that has all words of `q`, the last as a beginning; the reader's filters hold."""
        if not phrase_terms(request.q):
            return ()
        size = request.size or SUGGESTED
        with self._reading():
            body = queries.titles(request, size * MORE_TITLES)
            rows = self._ask(body, time.monotonic() + BUDGET)["hits"]["hits"]
            query = parse(request.q, request.ui)
            found = (answers.title_hit(row, request, query) for row in rows)
            return tuple(hit for hit in found if hit)[:size]

    def spellings(self, words: Sequence[str], request: Request) -> Mapping[str, tuple[str, ...]]:
        """For each word that no text of the reader has, the nearest ones that one has."""
        asked = [word for word in words if len(phrase_terms(word)) == 1][:MAX_WORDS]
        if not asked:
            return {}
        with self._reading():
            deadline = time.monotonic() + BUDGET
            answer = self._ask(queries.spellings(asked, request, COMPARED), deadline)
            having = answer["aggregations"]["having"]["buckets"]
            near = {
                word: answers.offered(answer, place, COMPARED)
                for place, word in enumerate(asked)
                if not having[str(place)]["doc_count"]
            }
            return self._as_written({word: terms for word, terms in near.items() if terms}, request, deadline)

    def _as_written(
        self, near: Mapping[str, Sequence[str]], request: Request, deadline: float
    ) -> Mapping[str, tuple[str, ...]]:
        """Words as texts of the reader write them in the place of the terms that an index holds."""
        terms = list(dict.fromkeys(term for found in near.values() for term in found))
        if not terms:
            return {}
        asked = [part for term in terms for part in ({}, queries.having(term, request))]
        client = self._client.options(request_timeout=_left(deadline))
        answer = within(_left(deadline), lambda: client.msearch(index=self._alias, searches=asked).body["responses"])
        rows = [each["hits"]["hits"] for each in answer]
        written = {term: answers.as_written(found, term) for term, found in zip(terms, rows, strict=True)}
        kept = {word: dict.fromkeys(written[term] for term in found if written[term]) for word, found in near.items()}
        return {word: tuple(found)[:OFFERED] for word, found in kept.items() if found}

    def mark(self) -> str:
        """What `set_mark` wrote last; empty where the index is missing or was never filled to its end."""
        with _said():
            return self._indexes.meta().get("mark", "")

    def set_mark(self, value: str) -> None:
        """Note a value in the index, by which an older copy of it is known again (`search/healing.py`)."""
        with _said():
            self._indexes.note(mark=value)

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents (an older `version` never replaces a newer one); the number written."""
        with _said():
            written = self._indexes.put(documents)
        self._counts.clear()
        return written

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents that may or may not be there."""
        with _said():
            self._indexes.remove(ids)
        self._counts.clear()

    def rebuild(self, documents: Iterable[Document], total: int, progress: Progress | None = None) -> int:
        """Fill a new index beside the old one, swap, clean up; the number of documents."""
        shards, replicas = settings.ELASTICSEARCH_SHARDS, settings.ELASTICSEARCH_REPLICAS
        with _said():
            count = self._indexes.rebuild(documents, total, progress, shards=shards, replicas=replicas)
        self._counts.clear()
        return count

    def status(self) -> Status:
        """Size and health of the engine, never raising."""
        try:
            return within(BUDGET, self._status)
        except _FAILURES as error:
            return Status(self.name, available=False, documents=0, detail={"error": _reason(error)})

    def _status(self) -> Status:
        indexes = Indexes(self._client.options(request_timeout=BUDGET), "", None)
        health = self._client.options(request_timeout=BUDGET).cluster.health().body
        there = indexes.behind(self._alias)
        detail = {"cluster": health["status"], "nodes": str(health["number_of_nodes"]), "index": ", ".join(there)}
        if filling := indexes.behind(self._indexes.next):
            detail["being filled, or left by a rebuild that ended early"] = ", ".join(filling)
        documents = indexes.count(self._alias) if there else 0
        return Status(self.name, bool(there), documents, {**detail, **(self._meaning() if there else {})})

    def _meaning(self) -> dict[str, str]:
        """What the index knows of meaning, and whether this site can use it."""
        made_by = self._indexes.meta().get("vectors", "")
        own = self._vectors.name if self._vectors.ready else ""
        if made_by != own:
            said = f"not used: the index has those of {made_by or 'no model'}, the site {own or 'no model'}; rebuild it"
            return {"vectors": said}
        if not own:
            return {}
        path = passages_of_space(own)
        having = {"nested": {"path": path, "query": {"exists": {"field": f"{path}.{VECTOR}"}}}}
        answer = self._ask({"query": having, "size": 0, "track_total_hits": True}, time.monotonic() + BUDGET)
        return {"vectors": f"{answer['hits']['total']['value']} documents, {own}"}

    def tidy(self) -> None:
        """Remove what a rebuild left that ended early."""
        with _said():
            self._indexes.tidy()

    def drop(self) -> None:
        """Remove every index of this prefix (for measuring and tests, which use a prefix of their own)."""
        with _said():
            self._indexes.drop()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turns any failure of a search into the contract's own and counts it."""
        if not self._breaker.lets_pass():
            raise SearchUnavailable("the circuit breaker is open")
        try:
            yield
        except _FAILURES as error:
            self._breaker.failed()
            raise SearchUnavailable(_reason(error)) from error
        self._breaker.succeeded()


@contextmanager
def _said() -> Iterator[None]:
    """Turns any failure of the client into the contract's own."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise SearchUnavailable(_reason(error)) from error


def _client(url: str) -> Elasticsearch:
    """No retry on the same node; a node that refuses hands over to the next one inside the budget."""
    hosts = [host.strip() for host in url.split(",") if host.strip()]
    secured: dict[str, Any] = {}
    if settings.ELASTICSEARCH_API_KEY:
        secured["api_key"] = settings.ELASTICSEARCH_API_KEY
    if settings.ELASTICSEARCH_CA_CERTS:
        secured["ca_certs"] = settings.ELASTICSEARCH_CA_CERTS
    return Elasticsearch(hosts, max_retries=len(hosts) - 1, retry_on_timeout=False, retry_on_status=(), **secured)


def _search_type() -> str:
    """Words weigh by the counts of all shards, so that a score is the same wherever a text lies."""
    return "dfs_query_then_fetch" if settings.ELASTICSEARCH_SHARDS > 1 else "query_then_fetch"


def _left(deadline: float) -> float:
    """The seconds that are left; never none, so that a late request fails as any other does."""
    return max(deadline - time.monotonic(), 0.01)


def _reason(error: Exception) -> str:
    """What went wrong in a few words, for the log and `search_status`; never the query."""
    if isinstance(error, ApiError):
        return f"Elasticsearch answered {error.status_code} {error.message}"
    return f"Elasticsearch did not answer as expected ({type(error).__name__})"


def _codes(bucket: Mapping[str, Any]) -> dict[str, int]:
    return {row["key"]: row["doc_count"] for row in bucket["codes"]["buckets"]}
