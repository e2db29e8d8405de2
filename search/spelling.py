"""Did you mean: words that nothing has, replaced by near ones that find something for this reader. Never silent.

An engine compares the words of what this reader may find, and of nothing else: neither a word that is offered nor one
that is not may tell of a hidden text. A near word is offered only when it alone finds something, by words and not by
meaning.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from rapidfuzz.distance import OSA

from core.visibility import tokens_of
from search import finding, groups, syntax
from search.analysis import fold, is_paired, words
from search.contract import Results
from search.parameters import Chosen

SHORTEST, LONG = 5, 9  # letters: from here one change is a slip, from here two; a shorter word may be any other
LANGUAGE = "language"  # the facet
MOST_WORDS = 3  # that are looked up in one question


@dataclass(frozen=True, slots=True)
class Slip:
    """A written word that may be one, and its place in the question."""

    word: str
    start: int
    end: int


def corrected(chosen: Chosen, ui: str, user: Any) -> str:
    """The question with its slips mended; empty where there are none, or nothing better to offer.

    The name of a group of people is no slip, though no text may have it: no other word is put in its place.
    """
    if groups.only_names(syntax.parse(chosen.q).plain):
        return ""
    slips = list(islice(_may_be_slips(chosen.q), MOST_WORDS))
    near = finding.spellings(list(dict.fromkeys(slip.word for slip in slips)), user) if slips else {}
    text = chosen.q
    for slip in reversed(slips):
        if better := _better(slip.word, near.get(slip.word, ()), ui, user):
            text = text[: slip.start] + better + text[slip.end :]
    return text if text != chosen.q else ""


def _may_be_slips(text: str) -> Iterator[Slip]:
    """The written words that are long enough; phrases and words to leave out are meant as they stand."""
    start = 0
    for part in syntax.parse(text).parts:
        if part.kind is syntax.Kind.PLAIN:
            for word in words(part.raw):
                if _is_long_enough(word):
                    yield Slip(word.group(), start + word.start(), start + word.end())
        start += len(part.raw)


def _is_long_enough(word: re.Match[str]) -> bool:
    return not is_paired(word) and len(word.group()) >= SHORTEST and word.group().isalpha()


def _better(word: str, candidates: tuple[str, ...], ui: str, user: Any) -> str:
    """The near word that this reader most likely meant; empty where the word itself finds something.

    Of equally near ones it is the one that finds most in the language of the page.
    """
    likely = [each for each in candidates if is_slip(word, each)]
    if not likely or _alone(word, ui, user, in_other_words=True).total:
        return ""
    found = [(each, _alone(each, ui, user)) for each in likely]
    good = [
        (_distance(word, each), -results.facets.get(LANGUAGE, {}).get(ui, 0), place, each)
        for place, (each, results) in enumerate(found) if results.total
    ]  # fmt: skip
    return min(good)[-1] if good else ""


def is_slip(word: str, meant: str) -> bool:
    """Whether a word may be another one written wrongly: one letter, in a long word two, never the first."""
    one, other = fold(word.casefold()), fold(meant.casefold())
    return one[:1] == other[:1] and 0 < _distance(word, meant) <= (2 if len(one) >= LONG else 1)


def _distance(word: str, meant: str) -> int:
    return OSA.distance(fold(word.casefold()), fold(meant.casefold()))


def _alone(word: str, ui: str, user: Any, *, in_other_words: bool = False) -> Results:
    """What a word alone finds for this reader: by itself, perhaps by what it names, not by meaning."""
    request = replace(Chosen(q=word).request(ui, tokens_of(user), (LANGUAGE,)), size=0, meaning=False)
    return finding.ask(request if in_other_words else replace(request, concepts=()), user)
