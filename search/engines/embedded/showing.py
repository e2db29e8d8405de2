"""The hits of one page: which language version is shown, the passage that matched, the labels that did."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from search import ranking
from search.contract import Hit, Request, Text
from search.engines.embedded.held import Held
from search.engines.embedded.matching import Evidence, as_list
from search.engines.embedded.schema import Tables
from search.engines.showing import matched_labels, passage_start, shown_language
from search.highlight import Marker
from search.query import Query


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what speaks for each document."""

    request: Request
    query: Query
    evidence: Evidence
    _markers: dict[str, Marker] = field(default_factory=dict)

    def marker(self, language: str) -> Marker:
        """What marks the texts of a language."""
        if language not in self._markers:
            self._markers[language] = Marker(self.query, language)
        return self._markers[language]

    def by_words(self, held: Held, place: int, versions: Mapping[str, Text]) -> tuple[float, str]:
        """How much of the question the best text of a document covers, and its language."""
        best = (0.0, "")
        for code, scores in self.evidence.in_language.items():
            if code in versions and scores[place] > best[0]:
                best = (float(scores[place]), code)
        if best[0]:
            return best
        for text in np.flatnonzero(held.text_owner == place):
            if (found := float(self.evidence.unstemmed[text])) > best[0]:
                best = (found, held.text_languages[text])
        return best


def hits(
    raw: sqlite3.Connection, tables: Tables, held: Held, places: Sequence[int], ui: str, asked: Asked | None
) -> tuple[Hit, ...]:
    """The documents of a page in their order; two reads, however many there are."""
    page = as_list(held.num[place] for place in places)
    versions = _versions(raw, tables, page)
    labels = dict(raw.execute(
        f"SELECT num, labels FROM {tables.name('document')} WHERE num IN (SELECT value FROM json_each(?))", (page,)
    ).fetchall()) if asked else {}  # fmt: skip
    shown = []
    for place in places:
        num = int(held.num[place])
        shown.append(_hit(held, place, versions.get(num, {}), labels.get(num, "{}"), ui, asked))
    return tuple(shown)


def _versions(raw: sqlite3.Connection, tables: Tables, page: str) -> dict[int, dict[str, Text]]:
    found: dict[int, dict[str, Text]] = {}
    for num, *text in raw.execute(
        f"SELECT document, language, title, summary, body FROM {tables.name('text')} "
        "WHERE document IN (SELECT value FROM json_each(?)) ORDER BY num",
        (page,),
    ).fetchall():
        found.setdefault(num, {})[text[0]] = Text(*text)
    return found


def _hit(held: Held, place: int, versions: Mapping[str, Text], labels: str, ui: str, asked: Asked | None) -> Hit:
    id, kind, original = held.ids[place], held.kinds[place], held.originals[place]
    if asked is None:
        return Hit(id, kind, 0.0, shown_language(versions, ui, "", original))
    covered, word_language = asked.by_words(held, place, versions)
    near = asked.evidence.near
    meant = near.best.get(place) if near else None
    closeness = float(near.closeness[place]) if near else 0.0
    found_in = _found_in(covered, word_language, closeness, meant)
    language = shown_language(versions, ui, found_in, original)
    return Hit(
        id=id,
        kind=kind,
        score=round(float(asked.evidence.scores[place]), 6),
        language=language,
        highlight=_passage(asked, versions, language, meant),
        matched=matched_labels(json.loads(labels), asked.query),
        found_in=found_in,
        passage="" if found_in in ("", language) else _passage(asked, versions, found_in, meant),
        concepts=tuple(
            (concept.facet, concept.code)
            for number, concept in enumerate(asked.request.concepts)
            if concept.facet and asked.evidence.carried[number][place]
        ),
        by_meaning=bool(meant) and not covered,
    )


def _found_in(covered: float, word_language: str, closeness: float, meant: tuple[str, int] | None) -> str:
    """The language of the text with the best evidence: of its words, or of its nearest passage."""
    if meant and closeness > ranking.score(covered, 0.0):
        return meant[0]
    return word_language or (meant[0] if meant else "")


def _passage(asked: Asked, versions: Mapping[str, Text], language: str, meant: tuple[str, int] | None) -> str:
    """The best passage with its words marked, else the passage that is near in meaning."""
    text = versions.get(language)
    if text is None:
        return ""
    marked = asked.marker(language).passage((text.summary, text.body))
    if marked or not meant or meant[0] != language:
        return marked
    return passage_start(text, meant[1])
