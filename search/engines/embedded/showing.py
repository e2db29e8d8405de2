"""The hits of one page: which language version is shown, the passage that matched, the labels that did."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.contract import Hit, Text
from search.engines.embedded.held import Held
from search.engines.embedded.matching import Evidence, as_list
from search.engines.embedded.schema import Tables
from search.engines.showing import Explaining, Stored, Support, shown_language


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what speaks for each document."""

    explaining: Explaining
    evidence: Evidence

    def support(self, held: Held, place: int, versions: Mapping[str, Text]) -> Support:
        """What speaks for one of them: its words, and its nearest passage."""
        covered, language = self._by_words(held, place, versions)
        if self.evidence.near is None:
            return Support(covered, language)
        return Support(
            covered, language, float(self.evidence.near.closeness[place]), self.evidence.near.best.get(place)
        )

    def _by_words(self, held: Held, place: int, versions: Mapping[str, Text]) -> tuple[float, str]:
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
    return asked.explaining.hit(
        Stored(id, kind, original, versions, json.loads(labels)),
        asked.support(held, place, versions),
        float(asked.evidence.scores[place]),
        [bool(flags[place]) for flags in asked.evidence.carried],
    )
