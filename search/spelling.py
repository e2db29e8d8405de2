"""Did you mean: words that nothing has, replaced by near ones that find something for this reader. Never silent.

An engine knows the words of all texts, of those too that this reader may not see. So a near word is offered only when
it alone finds something for this reader, by words and not by meaning.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rapidfuzz.distance import OSA

from core.visibility import tokens_of
from search import engine, finding
from search.analysis import fold, is_paired, words
from search.parameters import Chosen

SHORTEST, LONG = 5, 9  # letters: from here one change is a slip, from here two; a shorter word may be any other
MOST_WORDS = 3  # that are looked up in one question
_AS_WRITTEN = re.compile(r'"[^"]*"|(?:^|(?<=\s))-\S+')  # phrases and words left out are meant as they stand


def corrected(chosen: Chosen, ui: str, user: Any) -> str:
    """The question with its slips mended; empty where there are none, or nothing better to offer."""
    slips = list(_may_be_slips(chosen.q))[:MOST_WORDS]
    near = engine.spellings(list(dict.fromkeys(each.group() for each in slips))) if slips else {}
    text, changed = chosen.q, False
    for slip in reversed(slips):
        if better := _better(slip.group(), near.get(slip.group(), ()), ui, user):
            text, changed = text[: slip.start()] + better + text[slip.end() :], True
    return text if changed else ""


def _may_be_slips(text: str) -> Iterator[re.Match[str]]:
    """The written words that are long enough, and that the reader did not ask for to the letter."""
    kept = [found.span() for found in _AS_WRITTEN.finditer(text)]
    for word in words(text):
        if is_paired(word) or len(word.group()) < SHORTEST or not word.group().isalpha():
            continue
        if not any(first <= word.start() < last for first, last in kept):
            yield word


def _better(word: str, candidates: tuple[str, ...], ui: str, user: Any) -> str:
    """The first near word that this reader finds something by; empty where the word itself finds something."""
    likely = [each for each in candidates if is_slip(word, each)]
    if not likely or _finds(word, ui, user):
        return ""
    return next((each for each in likely if _finds(each, ui, user)), "")


def is_slip(word: str, meant: str) -> bool:
    """Whether a word may be another one written wrongly: one letter, in a long word two, never the first."""
    one, other = fold(word.casefold()), fold(meant.casefold())
    allowed = 2 if len(one) >= LONG else 1
    return one[:1] == other[:1] and 0 < OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _finds(word: str, ui: str, user: Any) -> bool:
    """Whether a word alone finds something for this reader, by itself and not by its meaning."""
    request = replace(Chosen(q=word).request(ui, tokens_of(user)), size=0, meaning=False)
    return finding.ask(request, user).total > 0
