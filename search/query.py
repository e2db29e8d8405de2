"""A question taken apart: its words, the languages it may be in, and the terms that are looked for in each."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core import languages
from search import stopwords
from search.analysis import NEUTRAL, Term, is_paired, terms_of, words
from search.language import query_languages, script_of
from search.normalise import MAX_WORDS


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


def parse(text: str, ui: str, chosen: Iterable[str] = ()) -> Query:
    """A normalised question, its words limited to twenty; a run of a script without spaces is one word.

    It is also read in the languages that the reader filters by, as far as they are written in its script.
    """
    script = script_of(text)
    also = [code for code in chosen if languages.is_public(code) and languages.by_public(code).script == script]
    read_in = tuple(dict.fromkeys([*query_languages(text, ui), *also]))
    return Query(text, read_in, tuple(words(text))[:MAX_WORDS])


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
    language = "ja" if script_of(run) == "kana" else "zh"
    taken = _covered(run, language)
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
