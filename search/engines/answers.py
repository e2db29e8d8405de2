"""What Elasticsearch answered, as the contract's hits: which language is shown, what matched. Knows no client."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search import ranking
from search.analysis import NEUTRAL, terms_inside, words
from search.contract import Hit, Request, Text
from search.engines.queries import CARRIED, PASSAGES
from search.engines.showing import matched_labels, passage_start, shown_language
from search.engines.understanding import Question, title_has
from search.engines.weighing import FOLD, OWN
from search.highlight import Marker
from search.query import Query

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one document: the share its words cover, their language, its nearest passage."""

    covered: float
    language: str
    closeness: float = 0.0
    near: tuple[str, int] | None = None  # language and place of the passage

    @property
    def found_in(self) -> str:
        """The language of the text with the best evidence."""
        if self.near and self.closeness > ranking.score(self.covered, 0.0):
            return self.near[0]
        return self.language or (self.near[0] if self.near else "")


def hit(row: Row, request: Request, question: Question) -> Hit:
    """One row of the answer as a hit."""
    source = row["_source"]
    versions = {code: Text(code, **parts) for code, parts in source["texts"].items()}
    original = source.get("original") or ""
    if not request.asks:
        return Hit(row["_id"], source["kind"], 0.0, shown_language(versions, request.ui, "", original))
    named = row.get("matched_queries") or {}
    found = evidence(row, named, versions, question)
    language = shown_language(versions, request.ui, found.found_in, original)
    return Hit(
        id=row["_id"],
        kind=source["kind"],
        score=score(row),
        language=language,
        highlight=_passage(versions, language, question.query, found),
        matched=matched_labels(source.get("labels") or {}, question.query),
        found_in=found.found_in,
        passage="" if found.found_in == language else _passage(versions, found.found_in, question.query, found),
        concepts=tuple(
            (concept.facet, concept.code)
            for place, concept in enumerate(request.concepts)
            if concept.facet and f"{CARRIED}{place}" in named
        ),
        by_meaning=bool(found.near) and not found.covered,
    )


def bare_hit(row: Row, request: Request) -> Hit:
    """One row as a hit without anything that explains it."""
    source = row["_source"]
    versions = _titles(source)
    language = shown_language(versions, request.ui, "", source.get("original") or "")
    return Hit(row["_id"], source["kind"], score(row), language)


def title_hit(row: Row, request: Request, query: Query) -> Hit | None:
    """A document with a title that has all words, in the language of that title; the reader's language first."""
    having = [code for code, text in _titles(row["_source"]).items() if title_has(text.title, query)]
    if not having:
        return None
    return Hit(row["_id"], row["_source"]["kind"], 0.0, request.ui if request.ui in having else having[0])


def score(row: Row) -> float:
    """The score of a row, as it is told."""
    return round(float(row.get("_score") or 0.0), 6)


def evidence(row: Row, named: Mapping[str, float], versions: Mapping[str, Text], question: Question) -> Evidence:
    """What speaks for the document of a row, by the scores of the parts of the query."""
    near, closeness = _nearest(row)
    own = {name.removeprefix(OWN): value for name, value in named.items() if name.startswith(OWN)}
    there = {code: value for code, value in own.items() if code in versions}
    if there:
        language = max(there, key=lambda code: there[code])
        return Evidence(there[language], language, closeness, near)
    unstemmed = named.get(FOLD, 0.0) / ranking.UNSTEMMED
    return Evidence(unstemmed, _with_most_words(versions, question.query) if unstemmed else "", closeness, near)


def _nearest(row: Row) -> tuple[tuple[str, int] | None, float]:
    rows = row.get("inner_hits", {}).get(PASSAGES, {}).get("hits", {}).get("hits", [])
    if not rows:
        return None, 0.0
    fields = {name.rpartition(".")[2]: values[0] for name, values in rows[0]["fields"].items()}
    return (str(fields["language"]), int(fields["place"])), float(rows[0]["_score"])


def _with_most_words(versions: Mapping[str, Text], query: Query) -> str:
    """The version that has most of the words as they are written."""
    counted = {code: _words_found(text, query) for code, text in versions.items()}
    best = max(counted, key=lambda code: counted[code], default="")
    return best if counted.get(best) else ""


def _words_found(text: Text, query: Query) -> int:
    whole = "\n".join((text.title, text.summary, text.body))
    return len({mark.term for mark in Marker(query, text.language).marks(whole)})


def _passage(versions: Mapping[str, Text], language: str, query: Query, found: Evidence) -> str:
    """The best passage with its words marked, else the passage that is near in meaning."""
    text = versions.get(language)
    if text is None:
        return ""
    marked = Marker(query, language).passage((text.summary, text.body))
    if marked or not found.near or found.near[0] != language:
        return marked
    return passage_start(text, found.near[1])


def first_title(row: Row) -> Text | None:
    """The first title of a document, to look for its words."""
    return next(iter(_titles(row["_source"]).values()), None)


def vectors_in(row: Row) -> list[list[float]]:
    """The vectors of the first passages of a document."""
    rows = row.get("inner_hits", {}).get(PASSAGES, {}).get("hits", {}).get("hits", [])
    return [[float(number) for number in each["fields"]["vector"][0]] for each in rows]


def offered(answer: Row, place: int, most: int) -> list[str]:
    """The terms that are spelt nearly like a word, the nearest and most frequent first."""
    found: dict[str, tuple[float, int]] = {}
    for name, entries in answer["suggest"].items():
        if name.partition(" ")[0] == str(place) and len(entries) == 1:
            for option in entries[0]["options"]:
                rank = (-float(option["score"]), -int(option["freq"]))
                found[option["text"]] = min(rank, found.get(option["text"], rank))
    return sorted(found, key=lambda term: (found[term], term))[:most]


def as_written(rows: Sequence[Row], term: str) -> str:
    """A term as some text writes it, without capitals; itself where none is told apart, empty without texts."""
    wanted = _neutral(term)
    for row in rows:
        for parts in row["_source"]["texts"].values():
            for word in words("\n".join(parts.values())):
                if [each.value for each in terms_inside(word, NEUTRAL)] == wanted:
                    return word.group().casefold()
    return term if rows else ""


def _neutral(term: str) -> list[str]:
    return [each.value for word in words(term) for each in terms_inside(word, NEUTRAL)]


def _titles(source: Row) -> dict[str, Text]:
    return {code: Text(code, parts.get("title", "")) for code, parts in source.get("texts", {}).items()}
