"""A request as Elasticsearch's query language: pure functions. Knows no client.

Words and meaning are fused inside one search, as `search/ranking.py` says, so that totals and facets describe exactly
the set that is ranked. Each shard offers its nearest passages, at most `ranking.NEAREST`.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core import languages
from search import ranking
from search.contract import WINDOW, Concept, Request
from search.engines.mapping import FOLD_TEXT, FOLD_TITLE, TEXT, TITLE, VECTOR, numbers, passages_of_space
from search.engines.understanding import Question
from search.engines.weighing import LABELS, OWN, Reading, readings, whole
from search.query import phrase_terms, says_something

CARRIED = "concept:"  # how the query of a concept is named
PASSAGES = "passages"
MAX_CODES = 10_000
NEAREST_OF = 20  # candidates for the nearest passage of all
COVERAGE = "double covered = Math.min(1.0, _score); return params.weight * Math.pow(covered, params.power);"
CLOSENESS = "return Math.max(0.0, dotProduct(params.vector, params.field));"
_SLACK = 0.02  # the compressed vectors that are searched lie so far from the exact ones that are compared

Query = dict[str, Any]
Counted = Mapping[str, int]


def body(request: Request, question: Question, counts: Counted, milliseconds: int) -> Query:
    """The whole search body of a request; a shard that needs longer gives a part, and that is said."""
    counted, kinds, _always = _narrowing(request)
    start = (request.page - 1) * request.size
    size = max(0, min(request.size, WINDOW - start))
    return {
        **_found(request, question, counts),
        "aggs": {name: facet(name, counted, kinds) for name in request.facets},
        "timeout": f"{milliseconds}ms",
        "from": start if size else 0,
        "size": size,
        "_source": ["kind", "original", "texts", "labels"],
    }


def walk(request: Request, question: Question, counts: Counted, size: int) -> Query:
    """The body for all results of a request, one page after another."""
    found = _found(request, question, counts, shown=False)
    return {**found, "size": size, "_source": ["kind", "original", "texts.*.title"]}


def _found(request: Request, question: Question, counts: Counted, *, shown: bool = True) -> Query:
    """What is found, in its order; the same for a page of hits and for all of them."""
    counted, kinds, always = _narrowing(request)
    open_to_reader = [*visible(request), *always]
    return {
        "query": {
            "bool": {
                "filter": [*open_to_reader, *(_phrase(each) for each in request.phrases if phrase_terms(each))],
                "must_not": [*_left_out(request)],
                **_scored(request, question, counts, open_to_reader, shown=shown),
            }
        },
        "post_filter": {"bool": {"filter": _filters(counted, kinds if "kind" in request.facets else None)}},
        "sort": sort(request),
        "track_scores": request.asks,
        "track_total_hits": True,
    }


def _narrowing(request: Request) -> tuple[Mapping[str, Sequence[str]], Query | None, list[Query]]:
    """The filters of counted facets, the default kinds, and what narrows the query itself."""
    counted = {name: codes for name, codes in request.filters.items() if name in request.facets}
    always = [codes_filter(name, codes) for name, codes in request.filters.items() if name not in request.facets]
    kinds = default_kinds(request)
    if kinds and "kind" not in request.facets:
        always.append(kinds)
    return counted, kinds, always


def _left_out(request: Request) -> Iterator[Query]:
    yield from (_phrase(each) for each in request.without if phrase_terms(each))
    if request.like:
        yield {"term": {"id": request.like}}


def _scored(
    request: Request, question: Question, counts: Counted, open_to_reader: Sequence[Query], *, shown: bool
) -> Query:
    """What speaks for a document; phrases alone narrow by themselves and their words only rank."""
    if not request.asks:
        return {}
    asked = [*_by_words(request, question, counts)]
    if question.vector is not None:
        asked.append(_by_meaning(question, open_to_reader, shown=shown))
    if not (request.q or request.like):
        return {"should": asked, "minimum_should_match": 0}
    return {"must": [{"bool": {"should": asked or [{"match_none": {}}], "minimum_should_match": 1}}]}


def _by_words(request: Request, question: Question, counts: Counted) -> Iterator[Query]:
    """Coverage by words and concepts, bent so that a poor match says little."""
    found = readings(question)
    own = [_covering(each, counts, 1.0) for each in found if each.name.startswith(OWN)]
    labels = [_covering(each, counts, ranking.LABEL) for each in found if each.name.startswith(LABELS)]
    rest = [
        _covering(each, counts, ranking.UNSTEMMED) for each in found if not each.name.startswith((OWN, LABELS))
    ]
    parts = [{"dis_max": {"queries": group}} for group in (own, labels) if group] + rest
    parts += [_carrying(request, question, place) for place in range(len(request.concepts))]
    if parts:
        given = {"weight": ranking.WORDS_WEIGHT, "power": ranking.WORDS_POWER}
        words = {"bool": {"should": parts, "minimum_should_match": 1}}
        yield {"script_score": {"query": words, "script": {"source": COVERAGE, "params": given}}}


def _covering(reading: Reading, counts: Counted, share: float) -> Query:
    """The words of a reading, scored as a share of what they could give."""
    query = reading.query(" ".join(reading.words))
    query["combined_fields"].update(boost=share / whole(reading, counts), _name=reading.name)
    return query


def _carrying(request: Request, question: Question, place: int) -> Query:
    """Documents that carry one of the request's concepts, however often they name it."""
    concept = request.concepts[place]
    share = ranking.CONCEPT * question.query.share(concept.words)
    named = {"bool": {"should": [*_naming(concept)], "minimum_should_match": 1}}
    return {"constant_score": {"filter": named, "boost": share, "_name": f"{CARRIED}{place}"}}


def _naming(concept: Concept) -> Iterator[Query]:
    """The concept's code, or one of its labels in a text of the label's language."""
    if concept.facet:
        yield codes_filter(concept.facet, [concept.code])
    for code, labels in concept.labels.items():
        own = languages.is_public(code)
        fields = (f"{TITLE}.{code}", f"{TEXT}.{code}") if own else (FOLD_TITLE, FOLD_TEXT)
        yield from (_phrase(label, fields) for label in labels if says_something(label, code))


def _phrase(words: str, fields: Sequence[str] = (FOLD_TITLE, FOLD_TEXT)) -> Query:
    """Words side by side in a title or in a text."""
    return {"multi_match": {"query": words, "fields": [*fields], "type": "phrase"}}


def nearest(request: Request, question: Question) -> Query:
    """The nearest passage that the reader may find: its score is how near it is."""
    _counted, _kinds, always = _narrowing(request)
    others: list[Query] = [{"bool": {"must_not": [*_left_out(request)]}}] if request.like else []
    open_to_reader = [*visible(request), *always, *others]
    found = _by_meaning(replace(question, floor=ranking.FLOOR), open_to_reader, shown=False, passages=NEAREST_OF)
    return {"query": found, "size": 1, "_source": False, "track_total_hits": False}


def _by_meaning(
    question: Question, open_to_reader: Sequence[Query], *, shown: bool, passages: int = ranking.NEAREST
) -> Query:
    """Documents with a passage above the floor, among the nearest that the reader may find; scored by the best."""
    path = passages_of_space(question.space)
    asked, field = numbers(question.vector or ()), f"{path}.{VECTOR}"
    nearest = {
        "field": field,
        "query_vector": asked,
        "k": passages,
        "num_candidates": passages,
        "similarity": question.floor - _SLACK,
        "filter": [*open_to_reader],
    }
    exact = {"source": CLOSENESS, "params": {"vector": asked, "field": field}}
    inside = {"size": 1, "_source": False, "docvalue_fields": [f"{path}.language", f"{path}.place"], "name": PASSAGES}
    return {
        "nested": {
            "path": path,
            "ignore_unmapped": True,  # an index without these vectors answers by words
            "score_mode": "max",
            "query": {"script_score": {"query": {"knn": nearest}, "script": exact, "min_score": question.floor}},
            **({"inner_hits": inside} if shown else {}),
        }
    }


def centre(request: Request, space: str, first: int) -> Query:
    """The first passages of the document whose neighbours are asked for, and its titles; the reader must see it."""
    path = passages_of_space(space)
    read = {"vector": {"script": {"source": f"doc['{path}.{VECTOR}'].vectorValue"}}}
    passages = {
        "path": path,
        "ignore_unmapped": True,
        "query": {"exists": {"field": f"{path}.{VECTOR}"}},
        "inner_hits": {"name": PASSAGES, "size": first, "sort": ["_doc"], "_source": False, "script_fields": read},
    }
    return {
        "query": {
            "bool": {
                "filter": [*visible(request), {"term": {"id": request.like}}],
                "should": [{"nested": passages}] if space else [],
            }
        },
        "size": 1,
        "_source": ["texts.*.title"],
    }


def titles(request: Request, size: int) -> Query:
    """Documents whose titles have all words of a question, the last as a beginning."""
    counted, kinds, always = _narrowing(request)
    begun = {"match_bool_prefix": {FOLD_TITLE: {"query": request.q, "operator": "and"}}}
    narrowing = [*visible(request), *always, *_filters(counted, kinds if "kind" in request.facets else None)]
    return {
        "query": {"bool": {"filter": narrowing, "must": [begun]}},
        "sort": [{"_score": "desc"}, {"newest": "desc"}, {"id": "asc"}],
        "size": size,
        "_source": ["kind", "texts.*.title"],
    }


def spellings(words: Sequence[str], request: Request, offered: int) -> Query:
    """For each word whether a text has it that the reader may find, and what any texts have that is spelt nearly so."""
    filters = {str(place): _any_word(word) for place, word in enumerate(words)}
    suggest = {}
    for place, word in enumerate(words):
        for field in (FOLD_TITLE, FOLD_TEXT):
            term = {"field": field, "suggest_mode": "always", "max_edits": 2, "min_word_length": 3, "size": offered}
            suggest[f"{place} {field}"] = {"text": word, "term": term}
    return {
        "query": {"bool": {"filter": visible(request)}},
        "size": 0,
        "aggs": {"having": {"filters": {"filters": filters}}},
        "suggest": suggest,
    }


def having(word: str, request: Request) -> Query:
    """One document with a word that the reader may find, to see how it is written there."""
    found = {"bool": {"filter": [*visible(request), _any_word(word)]}}
    return {"query": found, "size": 1, "_source": ["texts"]}


def _any_word(word: str) -> Query:
    return {"multi_match": {"query": word, "fields": [FOLD_TITLE, FOLD_TEXT], "operator": "and"}}


def entries(size: int) -> Query:
    """What an index holds, in the order of ids."""
    return {
        "query": {"exists": {"field": "id"}},
        "sort": [{"id": "asc"}],
        "size": size,
        "_source": False,
        "docvalue_fields": ["seal"],
        "version": True,
        "track_total_hits": False,
    }


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
    if request.sort == "relevance" and request.asks:
        return [{"_score": "desc"}, *newest]
    return newest
