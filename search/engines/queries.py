"""A request as Elasticsearch's query language: pure functions, boosts as named constants. Knows no client."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from search.contract import WINDOW, Request
from search.engines.mapping import FOLD, FOLD_LABEL, FOLD_TEXT, FOLD_TITLE, LABEL, TEXT, TITLE
from search.engines.understanding import Question

OWN_BOOST = 3.0  # a language that the query is read in
TITLE_BOOST = 2.0
LABEL_BOOST = 0.3
MAX_CODES = 10_000
SOFT_LIMIT = "800ms"  # inside the client's budget, so that a slow shard gives a partial answer that is said

PLAIN_FIELDS = (f"{FOLD_TITLE}^{TITLE_BOOST}", FOLD_TEXT, f"{FOLD_LABEL}^{LABEL_BOOST}")

Query = dict[str, Any]


def body(request: Request, question: Question) -> Query:
    """The whole search body of a request."""
    counted = {name: codes for name, codes in request.filters.items() if name in request.facets}
    always = [codes_filter(name, codes) for name, codes in request.filters.items() if name not in request.facets]
    kinds = default_kinds(request)
    if kinds and "kind" not in request.facets:
        always.append(kinds)
    start = (request.page - 1) * request.size
    size = max(0, min(request.size, WINDOW - start))
    return {
        "query": {"bool": {"filter": [*visible(request), *always], **_scored(request, question)}},
        "post_filter": {"bool": {"filter": _filters(counted, kinds if "kind" in request.facets else None)}},
        "aggs": {name: facet(name, counted, kinds) for name in request.facets},
        "sort": sort(request),
        "track_scores": bool(request.q),
        "track_total_hits": True,
        "timeout": SOFT_LIMIT,
        "from": start if size else 0,
        "size": size,
        "_source": ["kind", "original", "texts", "labels"],
    }


def _scored(request: Request, question: Question) -> Query:
    if not request.q:
        return {}
    asked = list(text_queries(question)) or [{"match_none": {}}]
    return {"must": [{"bool": {"should": asked, "minimum_should_match": 1}}]}


def text_queries(question: Question) -> Iterator[Query]:
    """One named query per language that the words are read in, and the unstemmed one over all languages."""
    for code, words in question.in_language:
        if words:
            fields = (f"{TITLE}.{code}^{TITLE_BOOST}", f"{TEXT}.{code}", f"{LABEL}.{code}^{LABEL_BOOST}")
            yield _match(words, fields, code, OWN_BOOST)
    if question.plain:
        yield _match(question.plain, PLAIN_FIELDS, FOLD)


def _match(words: str, fields: Sequence[str], name: str, boost: float = 1.0) -> Query:
    """The words in some fields, each scored by itself and added up; any one word is enough."""
    return {"multi_match": {"query": words, "fields": [*fields], "type": "most_fields", "boost": boost, "_name": name}}


def visible(request: Request) -> list[Query]:
    """Only what the reader may find: one of the audience's tokens, the embargo, nothing the database has hidden."""
    tokens = sorted(request.tokens)
    now = (request.now or datetime.now(UTC)).isoformat()
    free = [
        {"bool": {"must_not": [{"exists": {"field": "embargo_until"}}]}},
        {"range": {"embargo_until": {"lte": now}}},
        {"terms": {"embargo_audience": tokens}},
    ]
    filters: list[Query] = [
        {"terms": {"audience": tokens}},
        {"bool": {"should": free, "minimum_should_match": 1}},
    ]
    if request.excluded:
        filters.append({"bool": {"must_not": [{"terms": {"id": sorted(request.excluded)}}]}})
    return filters


def codes_filter(name: str, codes: Sequence[str]) -> Query:
    """One of the codes of a facet."""
    return {"terms": {f"facets.{name}": list(codes)}}


def default_kinds(request: Request) -> Query | None:
    """What is searched when the reader chose no kind."""
    if request.kinds and not request.filters.get("kind"):
        return {"terms": {"kind": list(request.kinds)}}
    return None


def facet(name: str, filters: Mapping[str, Sequence[str]], kinds: Query | None) -> Query:
    """How many results each code of a facet would give as the only choice in it, the other filters as they are."""
    others = {other: codes for other, codes in filters.items() if other != name}
    counted = _filters(others, None if name == "kind" else kinds)
    return {
        "filter": {"bool": {"filter": counted}},
        "aggs": {"codes": {"terms": {"field": f"facets.{name}", "size": MAX_CODES}}},
    }


def _filters(chosen: Mapping[str, Sequence[str]], kinds: Query | None) -> list[Query]:
    filters = [codes_filter(name, codes) for name, codes in chosen.items()]
    return [*filters, kinds] if kinds else filters


def sort(request: Request) -> list[Query]:
    """The order of the hits; without a query relevance means newest first."""
    newest: list[Query] = [{"newest": "desc"}, {"id": "asc"}]
    if request.sort == "confirmed":
        return [{"confirmed": {"order": "desc", "missing": "_last"}}, *newest]
    if request.sort == "relevance" and request.q:
        return [{"_score": "desc"}, *newest]
    return newest
