"""What both engines show of a hit: the language version, the passage, the labels that were named."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from core import languages
from search import ranking
from search.analysis import NEUTRAL, analyse
from search.contract import Hit, Request, Text
from search.highlight import LENGTH, Marker, in_one_line
from search.passages import passages_of
from search.query import Query

Versions = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Support:
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


@dataclass(frozen=True, slots=True)
class Stored:
    """What an index keeps of a document to show it."""

    id: str
    kind: str
    original: str
    versions: Versions
    labels: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Explaining:
    """Explains the hits of one question; it judges a written word of a language once."""

    request: Request
    query: Query
    _markers: dict[str, Marker] = field(default_factory=dict)

    def hit(self, stored: Stored, support: Support, score: float, carried: Sequence[bool]) -> Hit:
        """A document as a hit; `carried` tells of each concept of the request whether it has it."""
        found_in = support.found_in
        language = shown_language(stored.versions, self.request.ui, found_in, stored.original)
        return Hit(
            id=stored.id,
            kind=stored.kind,
            score=round(score, 6),
            language=language,
            highlight=self._passage(stored.versions, language, support),
            matched=matched_labels(stored.labels, self.query),
            found_in=found_in,
            passage="" if found_in == language else self._passage(stored.versions, found_in, support),
            concepts=tuple(
                (concept.facet, concept.code)
                for concept, has in zip(self.request.concepts, carried, strict=True)
                if concept.facet and has
            ),
            by_meaning=bool(support.near) and not support.covered,
        )

    def _passage(self, versions: Versions, language: str, support: Support) -> str:
        """The best passage with its words marked, else the passage that is near in meaning."""
        text = versions.get(language)
        if text is None:
            return ""
        marked = self._marker(language).passage((text.summary, text.body))
        if marked or not support.near or support.near[0] != language:
            return marked
        return passage_start(text, support.near[1])

    def _marker(self, language: str) -> Marker:
        if language not in self._markers:
            self._markers[language] = Marker(self.query, language)
        return self._markers[language]


def shown_language(versions: Versions, ui: str, best: str, original: str) -> str:
    """The interface language if the document has it, else the best matching, else the original, else the first."""
    for language in (ui, best, original):
        if language in versions:
            return language
    return next(iter(versions), "")


def matched_labels(labels: Mapping[str, Sequence[str]], query: Query) -> tuple[str, ...]:
    """The labels of a document's facts that the question names in full."""
    found: dict[str, None] = {}
    asked = {NEUTRAL: frozenset(query.neutral_terms())}
    asked.update({code: frozenset(query.terms(code)) for code in query.languages})
    for code, values in labels.items():
        readings = [NEUTRAL, code] if code in asked and languages.is_public(code) else [NEUTRAL]
        for value in values:
            if any(_named(value, reading, asked[reading]) for reading in readings):
                found[value] = None
    return tuple(found)


def _named(label: str, code: str, asked: frozenset[str]) -> bool:
    terms = [term.value for term in analyse(label, code)]
    return bool(terms) and asked.issuperset(terms)


def passage_start(text: Text, place: int) -> str:
    """The beginning of a passage that no word of the question marks, escaped."""
    passages = passages_of(text)
    if place >= len(passages):
        return ""
    whole = in_one_line(passages[place].text) or text.title
    if len(whole) <= LENGTH:
        return escape(whole)
    end = whole.rfind(" ", LENGTH // 2, LENGTH)
    return escape(whole[: end if end > 0 else LENGTH]) + "…"
