"""A reader's question as Elasticsearch is asked it: written words for its own analysers, without stop words."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from search.analysis import terms_of
from search.contract import Request
from search.query import Query, parse


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed query, its words by the language (public code) they are read in, and those looked for everywhere."""

    query: Query
    in_language: tuple[tuple[str, str], ...] = ()
    plain: str = ""


def understand(request: Request) -> Question:
    """What a request asks for."""
    query = parse(request.q, request.ui, request.filters.get("language", ()))
    words = tuple((code, written(query, code)) for code in query.languages)
    return Question(query, words, " ".join(query.neutral_terms()))


def written(query: Query, code: str) -> str:
    """The words of a query as they were written, those left out that are stop words in the language."""
    kept = set(query.terms(code))
    terms = [term for word in query.words for term in terms_of(word, code) if term.value in kept]
    return unicodedata.normalize("NFKC", " ".join(query.text[term.start : term.end] for term in terms))
