"""The last resort: words compared with the texts in the database, where no index can be asked.

Sources that can give what has some words in it (`matching`); everything else is decided here on the documents
themselves, so that the same readers see the same things as in any index. It knows no word forms and no meaning, looks
at a limited number of entries and says so.
"""
from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from search import sources
from search.contract import Document, Hit, Request, Results, SearchUnavailable, Text
from search.engines.showing import shown_language
from search.highlight import highlight
from search.query import Query, parse, phrase_terms

LIMIT = 200  # entries that are read for one answer
_NAME = "plain"


class PlainEngine:
    """Reads only; it is no index, so nothing is written to it, rebuilt or compared."""

    name = _NAME

    def search(self, request: Request) -> Results:
        """Answer a request from the database; SearchUnavailable where no source can compare words."""
        began = time.perf_counter()
        query = parse(request.q or " ".join(request.phrases), request.ui)
        found = list(self._found(request, query))
        kept = _ordered([each for each in found if _passes(each, _chosen(request))], request, query)
        start = (max(request.page, 1) - 1) * request.size
        return Results(
            total=len(kept),
            hits=tuple(_hit(each, request, query) for each in kept[start : start + request.size]),
            facets={name: _counted(found, request, name) for name in request.facets},
            engine=self.name,
            took_ms=round((time.perf_counter() - began) * 1000, 1),
            degraded=_("The search is being prepared. Until then words are only compared letter by letter, in the "
                       "newest entries that have one of them."),
        )

    def _found(self, request: Request, query: Query) -> Iterator[Document]:
        """What the reader may see and the question finds, before any filter."""
        if request.like:
            return
        asked = [source for source in sources.all_sources() if hasattr(source, "matching")]
        if not asked:
            raise SearchUnavailable("no source compares words")
        words = _words(query)
        now = request.now or timezone.now()
        for source in asked:
            for document in source.matching(words, request.tokens, LIMIT):
                if document.id not in request.excluded and _visible(document, request, now) and (
                    _holds(document, words) and _says(document, request)
                ):
                    yield document


def _words(query: Query) -> tuple[str, ...]:
    """The words of a question without its stop words, unless there are no others."""
    said = [piece.text for piece in query.pieces if piece.weight]
    return tuple(dict.fromkeys(said or [piece.text for piece in query.pieces]))


def _visible(document: Document, request: Request, now: datetime) -> bool:
    if request.tokens.isdisjoint(document.audience):
        return False
    free = document.embargo_until is None or document.embargo_until <= now
    return free or not request.tokens.isdisjoint(document.embargo_audience)


def _holds(document: Document, words: Sequence[str]) -> bool:
    """Whether one of the words stands in what readers may have of it: a source may compare more than that."""
    parts = [part for text in document.texts for part in (text.title, text.summary, text.body)]
    whole = "\n".join([*parts, *(label for labels in document.labels.values() for label in labels)]).casefold()
    return not words or any(word.casefold() in whole for word in words)


def _says(document: Document, request: Request) -> bool:
    """Every phrase stands in one of its texts, and nothing that must not."""
    texts = [" ".join(phrase_terms(f"{text.title}\n{text.summary}\n{text.body}")) for text in document.texts]
    return all(any(_stands(phrase, text) for text in texts) for phrase in request.phrases) and not any(
        _stands(phrase, text) for phrase in request.without for text in texts
    )


def _stands(phrase: str, text: str) -> bool:
    return f" {' '.join(phrase_terms(phrase))} " in f" {text} "


def _facets(document: Document) -> Mapping[str, tuple[str, ...]]:
    languages = tuple(text.language for text in document.texts)
    return {**document.facets, "kind": (document.kind,), "language": languages}


def _chosen(request: Request) -> dict[str, tuple[str, ...]]:
    chosen = {name: codes for name, codes in request.filters.items() if codes}
    if request.kinds and "kind" not in chosen:
        chosen["kind"] = request.kinds
    return chosen


def _passes(document: Document, chosen: Mapping[str, tuple[str, ...]]) -> bool:
    held = _facets(document)
    return all(set(codes) & set(held.get(name, ())) for name, codes in chosen.items())


def _counted(found: list[Document], request: Request, name: str) -> dict[str, int]:
    """For each code how many results there were if it were the only choice in its facet."""
    others = {facet: codes for facet, codes in _chosen(request).items() if facet != name}
    passing = (each for each in found if _passes(each, others))
    return dict(Counter(code for each in passing for code in set(_facets(each).get(name, ()))))


def _ordered(found: list[Document], request: Request, query: Query) -> list[Document]:
    found.sort(key=lambda each: each.id)
    found.sort(key=lambda each: each.newest, reverse=True)
    if request.sort == "confirmed":
        found.sort(key=lambda each: each.confirmed.timestamp() if each.confirmed else float("-inf"), reverse=True)
    elif request.sort == "relevance" and request.q:
        found.sort(key=lambda each: _score(each, query), reverse=True)
    return found


def _score(document: Document, query: Query) -> float:
    """How many of the words its best text has; a title counts more."""
    words = [word.casefold() for word in _words(query)]
    return max((_in_text(text, words) for text in document.texts), default=0.0)


def _in_text(text: Text, words: list[str]) -> float:
    title, rest = text.title.casefold(), f"{text.summary}\n{text.body}".casefold()
    return sum(2.0 * (word in title) + (word in rest) for word in words)


def _hit(document: Document, request: Request, query: Query) -> Hit:
    versions = {text.language: text for text in document.texts}
    language = shown_language(versions, request.ui, "", document.original)
    text = versions.get(language)
    marked = highlight((text.summary, text.body), query, language) if text and query.words else ""
    return Hit(document.id, document.kind, _score(document, query), language, marked)
