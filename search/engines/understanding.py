"""A reader's question as Elasticsearch is asked it: written words for its own analysers, without stop words."""
from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from search import ranking
from search.analysis import NEUTRAL, terms_of
from search.contract import Request
from search.normalise import normalise
from search.query import Query, parse
from search.vectors import Vectors

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed query, its words by the language (public code) they are read in, and those looked for everywhere.

    `vector` is what it means, in the vectors named `space`; None where words alone are asked. `elsewhere` is how near
    it lies to a subject that no record is about, `floor` how near a passage must be to be found by its meaning.
    """

    query: Query
    in_language: tuple[tuple[str, Words], ...] = ()
    plain: Words = ()
    vector: tuple[float, ...] | None = None
    space: str = ""
    elsewhere: float = -1.0
    floor: float = ranking.FLOOR


def understand(request: Request, vectors: Vectors | None = None) -> Question:
    """What a request asks for; the slow part is the meaning of a question that was not asked before."""
    query = parse(request.q or " ".join(request.phrases), request.ui, request.filters.get("language", ()))
    words = tuple((code, written(query, code)) for code in query.languages)
    question = Question(query, words, query.neutral_terms())
    if vectors and request.meaning and request.q and query.words:
        found = vectors.question(request.q, query.languages)
        if found is not None:
            vector, elsewhere = tuple(float(number) for number in found), vectors.elsewhere(found)
            return replace(question, vector=vector, space=vectors.name, elsewhere=elsewhere)
    return question


def written(query: Query, code: str) -> Words:
    """The words of a query as they were written, each term once; those left out that say nothing in the language."""
    kept = set(query.terms(code))
    found: dict[str, str] = {}
    for word in query.words:
        for term in terms_of(word, code):
            if term.value in kept:
                found.setdefault(term.value, unicodedata.normalize("NFKC", query.text[term.start : term.end]))
    return tuple(found.values())


def neighbours(vectors: Iterable[Iterable[float]], space: str) -> Question:
    """The question for what means nearly the same as some passages."""
    rows = [tuple(row) for row in vectors]
    mean = tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
    length = sum(number * number for number in mean) ** 0.5
    vector = tuple(number / length for number in mean) if length else None
    return Question(parse("", ""), vector=vector, space=space)


def by_title(title: str, language: str) -> Question:
    """The question for what has words of a title, where no meaning is known."""
    return understand(Request(q=normalise(title), ui=language))


def title_has(title: str, question: Query) -> bool:
    """Whether a title has every word of a question, the last as a beginning."""
    asked = _unstemmed(question.words)
    there = set(_unstemmed(parse(title, "").words))
    if not asked:
        return False
    *complete, begun = asked
    return there.issuperset(complete) and any(term.startswith(begun) for term in there)


def _unstemmed(words: Iterable[object]) -> list[str]:
    return list(_terms(words))


def _terms(words: Iterable[object]) -> Iterator[str]:
    for word in words:
        yield from (term.value for term in terms_of(word, NEUTRAL))  # type: ignore[arg-type]
