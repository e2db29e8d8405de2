"""A question taken apart: its words, the languages it may be in, and the terms that are looked for in each."""
from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core import languages
from search import stopwords
from search.analysis import NEUTRAL, Term, analyse, is_paired, terms_of, words
from search.contract import Concept
from search.language import query_languages, script_of
from search.normalise import MAX_WORDS

IN_A_RUN = 0.5  # what a character says that stands in a run of a script without spaces; two make a word


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a question, or one character of a run, with what it says: 0 for a stop word, 1 for another word."""

    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """A reader's question; `languages` are the public codes it is read in, the likeliest first."""

    text: str
    languages: tuple[str, ...]
    words: tuple[re.Match[str], ...]

    def terms(self, code: str) -> tuple[str, ...]:
        """What is looked for in the texts of a language: no stop words, unless there is nothing else."""
        return _content(self.words, code, [code]) or _all(self.words, code)

    def neutral_terms(self) -> tuple[str, ...]:
        """What is looked for unstemmed in every language; stop words of any language in its script are dropped.

        Nothing is left of a word such as `war` that means something in the reader's language only; that language's
        own terms find it.
        """
        found = _content(self.words, NEUTRAL, _same_script(self.text))
        if found or any(_content(self.words, code, [code]) for code in self.languages):
            return found
        return _all(self.words, NEUTRAL)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words, and the single characters of runs: what `Concept.words` counts."""
        return tuple(piece for word in self.words for piece in _pieces_of(word, self.languages))

    @property
    def content_words(self) -> int:
        """How many words carry meaning; two characters of a run are one. At least 1 where there are words."""
        said = sum(piece.weight for piece in self.pieces)
        return max(1, math.ceil(said)) if self.words else 0

    def share(self, place: tuple[int, int]) -> float:
        """How much of the meaning of the question a stretch of its pieces carries, from 0 to 1."""
        weights = [piece.weight for piece in self.pieces]
        if not any(weights):
            weights = [1.0] * len(weights)
        whole = sum(weights)
        return sum(weights[slice(*place)]) / whole if whole else 0.0


def phrase_terms(text: str) -> tuple[str, ...]:
    """The terms of a phrase in their order, as they stand side by side in unstemmed fields; stop words stay."""
    return tuple(term.value for term in analyse(text, NEUTRAL))


def label_phrases(concept: Concept, code: str) -> list[tuple[str, ...]]:
    """The terms of each of a concept's labels in a language, as they stand side by side in the language's own field.

    Local names belong to every language. A label that is only a stop word or a lone letter says nothing in a text.
    """
    return list(_label_phrases(_labels_in(concept.labels, code), code))


def _labels_in(labels: Mapping[str, tuple[str, ...]], code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*labels.get(code, ()), *labels.get("", ()))))


@lru_cache(maxsize=4096)
def _label_phrases(labels: tuple[str, ...], code: str) -> tuple[tuple[str, ...], ...]:
    found = (tuple(term.value for term in analyse(label, code)) for label in labels if says_something(label, code))
    return tuple(dict.fromkeys(terms for terms in found if terms))


def says_something(label: str, code: str) -> bool:
    """Whether a label is more than stop words of its language and lone characters."""
    return any(len(word.group()) > 1 if is_paired(word) else not _is_stop(word, [code]) for word in words(label))


def parse(text: str, ui: str, chosen: Iterable[str] = ()) -> Query:
    """A normalised question, its words limited to twenty; a run of a script without spaces is one word.

    It is also read in the languages that the reader filters by, as far as they are written in its script.
    """
    script = script_of(text)
    also = [code for code in chosen if languages.is_public(code) and languages.by_public(code).script == script]
    read_in = tuple(dict.fromkeys([*query_languages(text, ui), *also]))
    return Query(text, read_in, tuple(words(text))[:MAX_WORDS])


def _pieces_of(word: re.Match[str], codes: tuple[str, ...]) -> list[Piece]:
    if not is_paired(word):
        return [Piece(word.group(), word.start(), word.end(), 0.0 if _is_stop(word, codes) else 1.0)]
    covered = _covered(word.group(), _language_of_run(word.group()))
    return [
        Piece(letter, word.start() + place, word.start() + place + 1, 0.0 if stop else IN_A_RUN)
        for place, (letter, stop) in enumerate(zip(word.group(), covered, strict=True))
    ]


def _language_of_run(run: str) -> str:
    return "ja" if script_of(run) == "kana" else "zh"


def _all(found: Iterable[re.Match[str]], code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.value for word in found for term in terms_of(word, code)))


def _content(found: Iterable[re.Match[str]], code: str, stop: Iterable[str]) -> tuple[str, ...]:
    """The terms of the words that carry meaning, judged by the stop words of some languages."""
    stopped = list(stop)
    kept: dict[str, None] = {}
    for word in found:
        if is_paired(word):
            kept.update(dict.fromkeys(_outside_phrases(word, code)))
        elif not _is_stop(word, stopped):
            kept.update(dict.fromkeys(term.value for term in terms_of(word, code)))
    return tuple(kept)


def _is_stop(word: re.Match[str], codes: Iterable[str]) -> bool:
    """Whether every part of a written word is a stop word of one of the languages, or a lone letter."""
    parts = [term.value for term in terms_of(word, NEUTRAL)]
    return all(_is_lone_letter(part) or any(part in _stop_terms(code) for code in codes) for part in parts)


def _is_lone_letter(term: str) -> bool:
    return len(term) == 1 and not term.isdigit()


@lru_cache(maxsize=64)
def _stop_terms(code: str) -> frozenset[str]:
    written = " ".join(stopwords.written(code))
    return frozenset(term.value for word in words(written) for term in terms_of(word, NEUTRAL))


def _outside_phrases(word: re.Match[str], code: str) -> Iterable[str]:
    """The pairs of a run that do not touch a question word or particle."""
    run = word.group()
    taken = _covered(run, _language_of_run(run))
    pairs: list[Term] = list(terms_of(word, code))
    offset = word.start()
    return [term.value for term in pairs if not any(taken[term.start - offset : term.end - offset])]


def _covered(run: str, code: str) -> list[bool]:
    covered = [False] * len(run)
    for phrase in stopwords.phrases(code):
        start = run.find(phrase)
        while start >= 0:
            covered[start : start + len(phrase)] = [True] * len(phrase)
            start = run.find(phrase, start + len(phrase))
    return covered


@lru_cache(maxsize=8)
def _languages_of(script: str) -> tuple[str, ...]:
    return tuple(language.public for language in languages.ALL if language.script == script)


def _same_script(text: str) -> tuple[str, ...]:
    return _languages_of(script_of(text))
