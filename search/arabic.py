"""Arabic words: the article and what is written together with it are taken off before stemming.

With stemming first, one word in five got another stem with the article than without. Taking it off until none is
left gives a word and its definite form the same stem whatever its first letters are: `التهاب` and `الالتهاب` meet.
"""
from __future__ import annotations

import re

_ARTICLE = re.compile("[وف]?ال")
_WITH_PREPOSITION = re.compile("[وف]?(?:بال|كال|لل)")
_LEFT_OF_PREPOSITION = 3
_LEFT_OF_ARTICLE = 2  # حق, حي, سن: short nouns are common, and often carry the article alone
# Folded words, and beginnings of words, whose first letters look like an article but belong to the root.
_ROOT_WORDS = frozenset({"الله", "الم", "الف", "اله", "الي", "اليه", "الان", "الا", "التي", "الذي", "الذين", "اللتي"})
_ROOT_STARTS = (
    "التزام", "التهاب", "التماس", "التحاق", "التقاء", "التفاف", "التباس", "التقاط", "الغاء", "الزام", "القاء",
    "الماني", "البان", "الكترون", "البوم", "والد", "بالغ", "بالون", "فالح",
)  # fmt: skip


def without_article(word: str) -> str:
    """A folded word without article and proclitics, as long as enough letters stay."""
    while not _is_root(word) and (rest := _rest(word)):
        word = rest
    return word


def _rest(word: str) -> str:
    """What follows one article; empty when there is none or too little would stay."""
    for pattern, least in ((_ARTICLE, _LEFT_OF_ARTICLE), (_WITH_PREPOSITION, _LEFT_OF_PREPOSITION)):
        match = pattern.match(word)
        if match and len(word) - match.end() >= least:
            return word[match.end() :]
    return ""


def _is_root(word: str) -> bool:
    return word in _ROOT_WORDS or word.startswith(_ROOT_STARTS)
