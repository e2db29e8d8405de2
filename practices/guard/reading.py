"""A text as the guard compares it: what hides a word is taken away; every letter knows its place in the original."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import analyse, fold
from search.groups import Unit

LONGEST = 50_000  # characters that are read; the desk keeps no more of one answer
_HIDDEN = re.compile(
    "[\u00ad\u034f\u0640\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SIGNS = str.maketrans("’‘ʼ`´‐‑‒–—―−•‧・｡", "'''''-------···。")
_LATIN, _CYRILLIC = "ABCEHKMOPTXaceopxyKkiIjs", "АВСЕНКМОРТХасеорхуКкіІјѕ"
_TO_CYRILLIC = str.maketrans("ABCEHKMOPTXaceopxykmtb", "АВСЕНКМОРТХасеорхукмтв")
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0400-\u04ff])\w{2,60}\b")
_WORD = re.compile(r"[^\W_]+")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORD_OR_HAN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_END = re.compile(r"[!?…。؟;؛\n]+|\.(?=\s|$)")
_BEFORE_FULL_STOP = re.compile(
    r"(?:^|[\s(])(?:\w|mr|mrs|ms|dr|prof|st|no|sr|sra|srta|mme|mlle|ул|кв|тел|г-н|им|tel|ave|art|app?t)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, letter by letter; `places` tells where each letter stands in the original."""

    text: str
    cased: str
    folded: str
    places: tuple[int, ...]
    language: str

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the original."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or one character of Chinese, with its place in the folded text."""

    start: int
    end: int
    written: str
    unit: Unit
    capital: bool


def read(text: str, language: str) -> Reading:
    """A text without hidden characters, accents, script variants of digits and letters borrowed from another script."""
    text = text[:LONGEST]
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in _letters(char):
            letters.append(letter)
            places.append(place)
    cased = _one_script("".join(letters), language)
    folded = "".join(low if len(low := letter.lower()) == 1 else letter for letter in cased)
    return Reading(text, cased, folded, (*places, len(text)), language)


@lru_cache(maxsize=20_000)
def _letters(char: str) -> str:
    """What is left of one character."""
    if _HIDDEN.match(char):
        return ""
    plain = fold(unicodedata.normalize("NFKC", char)).translate(_SIGNS)
    return " " if plain.isspace() and char != "\n" else plain


def _one_script(text: str, language: str) -> str:
    """Words that mix Latin and Cyrillic letters, in the script of the language."""
    table = _TO_CYRILLIC if language == "ru" else _TO_LATIN
    return _MIXED.sub(lambda word: word.group().translate(table), text)


def tokens(reading: Reading) -> list[Token]:
    """The words of a text; letters that an apostrophe cuts off are left out."""
    pattern = _WORD_OR_HAN if reading.language == "zh" else _WORD
    found = []
    for match in pattern.finditer(reading.folded):
        if not _is_cut_off(match, reading.folded):
            found.append(_token(match, reading))
    return found


def _is_cut_off(match: re.Match[str], text: str) -> bool:
    start, end = match.span()
    if end - start > 2 or (end - start == 2 and match.group() != "qu"):
        return False
    return text[end:end + 1] == "'" or (start > 0 and text[start - 1] == "'" and match.group() == "s")


def _token(match: re.Match[str], reading: Reading) -> Token:
    start, end = match.span()
    first, last = reading.original(start, end)
    raw = _HIDDEN.sub("", reading.text[first:last]).casefold()
    written = match.group()
    unit = unit_of(raw if fold(raw) == written else written, reading.language)
    return Token(start, end, written, unit, reading.cased[start].isupper())


@lru_cache(maxsize=50_000)
def unit_of(word: str, language: str) -> Unit:
    """A word as the lists of groups know it: unstemmed and stemmed."""
    written = next((term.value for term in analyse(word)), word)
    return Unit(written, next((term.value for term in analyse(word, language)), written))


def sentences(reading: Reading) -> list[tuple[int, int]]:
    """Where sentences begin and end in the folded text; a full stop after an abbreviation ends none."""
    found, start = [], 0
    for match in _END.finditer(reading.folded):
        if match.group() == "." and _BEFORE_FULL_STOP.search(reading.folded[max(0, match.start() - 6):match.start()]):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(reading.folded)))
    return [(first, last) for first, last in found if reading.folded[first:last].strip()]
