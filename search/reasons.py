"""Why a hit was found whose shown text does not say so itself: in another language, by a label, by its meaning."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core import languages
from core.cldr import language_name
from search import facets
from search.contract import Hit
from search.parameters import Chosen

Row = dict[str, Any]


class Reasons:
    """The reasons for the hits of one question on a page in one language; labels are looked up once."""

    def __init__(self, chosen: Chosen, ui: str) -> None:
        self.reading = chosen.reading(ui)
        self._ui = ui
        self._labels: dict[tuple[str, str], str] = {}
        self._read = {*self.reading.query.languages, ui}
        self._known = {
            text.casefold()
            for concept in self.reading.concepts
            for texts in concept.labels.values()
            for text in texts
        }  # fmt: skip

    def of(self, hit: Hit, shown: str = "") -> list[Row]:
        """Every reason with its type and label; none where the text shown has the words of its reader's question.

        `shown` is the language of the text that the card shows, where it is not the engine's choice.
        """
        if not self.reading.q or self._is_seen(hit):
            return []
        said = [*self._concepts(hit), *self._matched(hit), *self._words(hit, shown or hit.language)]
        return said or self._meaning(hit, shown or hit.language)

    def _is_seen(self, hit: Hit) -> bool:
        """Whether words are marked in a text of the question's or the page's language: then that is what counts."""
        return _is_marked(hit.highlight) and bool({hit.language, hit.found_in or hit.language} & self._read)

    def _concepts(self, hit: Hit) -> Iterator[Row]:
        for name, code in hit.concepts:
            facet = facets.get(name)
            if facet is not None:
                label = self.label(facet, code)
                yield {"type": "concept", "label": label, "facet": name, "code": code, **self._language(hit)}

    def _matched(self, hit: Hit) -> Iterator[Row]:
        """The labels of its facts that the question names; one that a concept stands for already is not repeated."""
        for label in hit.matched:
            if not hit.concepts or label.casefold() not in self._known:
                yield {"type": "label", "label": label, **self._language(hit)}

    def _words(self, hit: Hit, shown: str) -> Iterator[Row]:
        """The words stand in another text than the one shown, or in a language that the question is not read in."""
        language = self._language(hit)
        is_elsewhere = hit.found_in != shown or hit.found_in not in self.reading.query.languages
        if language and is_elsewhere and (_is_marked(hit.passage) or _is_marked(hit.highlight)):
            label = _("Words in the %(language)s text") % {"language": language["language_label"]}
            yield {"type": "words", "label": label, **language}

    def _meaning(self, hit: Hit, shown: str) -> list[Row]:
        """What is left to say: that the meaning is close, or that editors hold other words for the same."""
        language = self._language(hit)
        same = [text for concept in self.reading.widening if not concept.facet for text in _texts(concept.labels)]
        if same and not hit.by_meaning:
            label = _("In other words: %(words)s") % {"words": ", ".join(dict.fromkeys(same))}
            return [{"type": "words", "label": label, **language}]
        is_own = hit.found_in == shown == self._ui  # the text that is read anyway: its language need not be said
        if not language or is_own or not (hit.by_meaning or hit.found_in not in self.reading.query.languages):
            return [{"type": "meaning", "label": _("Close in meaning")}] if hit.by_meaning else []
        label = _("Close in meaning, in the %(language)s text") % {"language": language["language_label"]}
        return [{"type": "meaning", "label": label, **language}]

    def label(self, facet: facets.Facet, code: str) -> str:
        """What a reader calls a code."""
        key = (facet.name, code)
        if key not in self._labels:
            self._labels[key] = facet.name_of(code, self._ui)
        return self._labels[key]

    def _language(self, hit: Hit) -> Row:
        """The language of the text with the best evidence, which the reader may see like every text of a hit."""
        if not languages.is_public(hit.found_in):
            return {}
        return {"language": hit.found_in, "language_label": language_name(hit.found_in, self._ui)}


def _is_marked(passage: str) -> bool:
    return "<mark>" in passage


def _texts(labels: Any) -> Iterator[str]:
    for texts in labels.values():
        yield from texts
