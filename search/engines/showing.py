"""What both engines show of a hit: the language version, the passage, the labels that were named."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from core import languages
from search.analysis import NEUTRAL, analyse
from search.contract import Text
from search.highlight import LENGTH, in_one_line
from search.passages import passages_of
from search.query import Query

Versions = Mapping[str, Text]


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
