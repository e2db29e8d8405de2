"""The hits of one page: which language version is shown, the passage that matched, the labels that did."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core import languages
from search.analysis import NEUTRAL, analyse
from search.contract import Hit, Text
from search.engines.embedded.matching import Matches, as_list
from search.engines.embedded.schema import Tables
from search.highlight import Marker
from search.query import Query

Versions = dict[str, Text]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what it matched."""

    query: Query
    matches: Matches
    _markers: dict[str, Marker] = field(default_factory=dict)

    def marker(self, language: str) -> Marker:
        """What marks the texts of a language."""
        if language not in self._markers:
            self._markers[language] = Marker(self.query, language)
        return self._markers[language]


def hits(
    raw: sqlite3.Connection, tables: Tables, shown: Sequence[int], ui: str, asked: Asked | None
) -> tuple[Hit, ...]:
    """The documents of a page in their order; two reads, however many there are."""
    page = as_list(shown)
    versions = _versions(raw, tables, page)
    rows = raw.execute(
        f"SELECT num, id, kind, original, labels FROM {tables.name('document')} "
        "WHERE num IN (SELECT value FROM json_each(?))",
        (page,),
    ).fetchall()
    by_num = {num: _hit(num, tuple(row), versions.get(num, {}), ui, asked) for num, *row in rows}
    return tuple(by_num[num] for num in shown)


def _versions(raw: sqlite3.Connection, tables: Tables, page: str) -> dict[int, Versions]:
    found: dict[int, Versions] = {}
    for num, *text in raw.execute(
        f"SELECT document, language, title, summary, body FROM {tables.name('text')} "
        "WHERE document IN (SELECT value FROM json_each(?)) ORDER BY num",
        (page,),
    ).fetchall():
        found.setdefault(num, {})[text[0]] = Text(*text)
    return found


def _hit(num: int, row: tuple[str, ...], versions: Versions, ui: str, asked: Asked | None) -> Hit:
    id, kind, original, labels = row
    if asked is None:
        return Hit(id, kind, 0.0, shown_language(versions, ui, "", original))
    best = asked.matches.best.get(num, (0.0, ""))[1]
    language = shown_language(versions, ui, best, original)
    text = versions.get(language)
    passage = asked.marker(language).passage((text.summary, text.body)) if text else ""
    score = round(asked.matches.scores[num], 6)
    return Hit(id, kind, score, language, passage, matched_labels(json.loads(labels), asked.query))


def shown_language(versions: Mapping[str, Text], ui: str, best: str, original: str) -> str:
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
