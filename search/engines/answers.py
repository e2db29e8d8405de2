"""What Elasticsearch answered, as the contract's hits: which language is shown, what matched. Knows no client."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search import ranking
from search.analysis import analyse, written_as
from search.contract import Hit, Request, Text
from search.engines.queries import CARRIED, PASSAGES
from search.engines.showing import Explaining, Stored, Support, shown_language
from search.engines.understanding import Question, title_has
from search.engines.weighing import FOLD, OWN
from search.highlight import Marker
from search.query import Query

Row = Mapping[str, Any]


def hit(row: Row, explaining: Explaining, question: Question) -> Hit:
    """One row of the answer as a hit."""
    source, request = row["_source"], explaining.request
    versions = {code: Text(code, **parts) for code, parts in source["texts"].items()}
    original = source.get("original") or ""
    if not request.asks:
        return Hit(row["_id"], source["kind"], 0.0, shown_language(versions, request.ui, "", original))
    named = row.get("matched_queries") or {}
    return explaining.hit(
        Stored(row["_id"], source["kind"], original, versions, source.get("labels") or {}),
        support(row, named, versions, question),
        score(row),
        [f"{CARRIED}{place}" in named for place in range(len(request.concepts))],
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


def support(row: Row, named: Mapping[str, float], versions: Mapping[str, Text], question: Question) -> Support:
    """What speaks for the document of a row, by the scores of the parts of the query."""
    near, closeness = _nearest(row)
    own = {name.removeprefix(OWN): value for name, value in named.items() if name.startswith(OWN)}
    there = {code: value for code, value in own.items() if code in versions}
    if there:
        language = max(there, key=lambda code: there[code])
        return Support(there[language], language, closeness, near)
    unstemmed = named.get(FOLD, 0.0) / ranking.UNSTEMMED
    return Support(unstemmed, _with_most_words(versions, question.query) if unstemmed else "", closeness, near)


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
    texts = ("\n".join(parts.values()) for row in rows for parts in row["_source"]["texts"].values())
    return written_as(texts, [each.value for each in analyse(term)]) or (term if rows else "")


def _titles(source: Row) -> dict[str, Text]:
    return {code: Text(code, parts.get("title", "")) for code, parts in source.get("texts", {}).items()}
