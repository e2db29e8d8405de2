"""From text to terms: the one analysis behind index, query, highlighting and oracle, for every content language.

NFKC, casefold, words with their marks, overlapping pairs of characters where a script has no spaces, a Snowball stem
where the language has one, and last the folding of accents. Arabic is folded first (`search/arabic.py`).
"""
from __future__ import annotations

import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

from core import languages
from search.arabic import without_article

NEUTRAL = ""  # the analysis without a language: nothing is stemmed
_CACHED_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class Term:
    """A term and the place in the real text that it was made from."""

    value: str
    start: int
    end: int


# Han, Kana, Hangul and Thai: scripts whose words are not separated, or are, but inflect inside.
_PAIRED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u1100-\u11ff\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff"
)


def _mark_class() -> str:
    """A character class of all combining marks, which `re` does not know by name."""
    ranges: list[list[int]] = []
    for point in range(0x300, 0x1F000):
        if unicodedata.category(chr(point))[0] != "M":
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_LETTER = rf"[^\W_{_PAIRED}][{_mark_class()}]*"
_SINGLE = rf"{_LETTER}(?:['’ʼ\u00ad]?{_LETTER})*"
_WORD = re.compile(rf"(?P<paired>[{_PAIRED}]+)|{_SINGLE}")
_WRITTEN = re.compile(rf"[{_PAIRED}]+|{_SINGLE}")  # the same words, without asking which kind they are
_IS_PAIRED = re.compile(rf"[{_PAIRED}]")
_APOSTROPHE = re.compile("['’ʼ]")
_ELIDED = {
    "fr": frozenset({"qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "aujourd"}),
    "it": frozenset({"un", "dell", "all", "nell", "sull", "dall", "quell", "bell", "sant"}),
}
_FOLDED_LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ѐ": "е", "ѝ": "и",
        "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ک": "ك", "ٱ": "ا",
        "ـ": "", "\u00ad": "",
    }
)  # fmt: skip
_FOLDED_LETTERS.update(
    {
        point: str(unicodedata.digit(chr(point)))
        for point in range(0x660, 0x1FBFA)
        if unicodedata.category(chr(point)) == "Nd"
    }
)
_stemmers = threading.local()  # PyStemmer's objects must not be shared between threads


def fold(word: str) -> str:
    """The word without accents, vowel signs of Arabic, hamza carriers and script variants of digits.

    Only marks that a reader may leave out are taken off: those of Latin, Greek, Cyrillic, Hebrew and Arabic. The
    vowel signs of Indic scripts and the voicing marks of Kana are letters in their own right.
    """
    if word.isascii():
        return word
    bare = "".join(letter for letter in unicodedata.normalize("NFD", word) if not _is_optional(letter))
    return unicodedata.normalize("NFC", bare).translate(_FOLDED_LETTERS)


def _is_optional(letter: str) -> bool:
    order = unicodedata.combining(letter)
    return 10 <= order <= 36 or order >= 200


def _stem(word: str, algorithm: str) -> str:
    known = _stemmers.__dict__
    if algorithm not in known:
        known[algorithm] = Stemmer.Stemmer(algorithm)
    return known[algorithm].stemWord(word)


def _is_arabic(word: str) -> bool:
    return any("\u0620" <= letter <= "\u06ff" for letter in word)


def _word_term(word: str, code: str) -> str:
    """One clean word as a term of a language."""
    if _is_arabic(word):
        word = without_article(fold(word))
    algorithm = languages.by_public(code).stemmer if languages.is_public(code) else ""
    return fold(_stem(word, algorithm)) if algorithm else fold(word)


def _clean(raw: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", raw).casefold())


@lru_cache(maxsize=_CACHED_WORDS)
def _terms_of_word(raw: str, code: str) -> tuple[Term, ...]:
    """The terms of one written word: usually one, more where an apostrophe joins two."""
    parts = _parts(raw)
    kept = [part for part in parts if len(part[0]) > 1 and _clean(part[0]) not in _ELIDED.get(code, ())] or parts
    found = (Term(_word_term(_clean(text), code), start, start + len(text)) for text, start in kept)
    return tuple(term for term in found if term.value)


def _parts(raw: str) -> list[tuple[str, int]]:
    """A word cut at its apostrophes; in Cyrillic the apostrophe is a letter and is left out."""
    if not _APOSTROPHE.search(raw):
        return [(raw, 0)]
    if any("\u0400" <= letter <= "\u052f" for letter in raw):
        return [(_APOSTROPHE.sub("", raw), 0)]
    parts: list[tuple[str, int]] = []
    start = 0
    for match in [*_APOSTROPHE.finditer(raw), None]:
        end = match.start() if match else len(raw)
        parts.append((raw[start:end], start))
        start = match.end() if match else end
    return parts


def as_compared(run: str) -> str:
    """A run of a script without spaces as its pairs are made from it."""
    return fold(_clean(run))


def _pairs(run: str) -> Iterator[Term]:
    """Overlapping pairs of the characters of a run; a single character stays alone."""
    clean = as_compared(run)
    places = range(len(run)) if len(clean) == len(run) else None
    if len(clean) == 1:
        yield Term(clean, 0, len(run))
    for place, (first, second) in enumerate(pairwise(clean)):
        start, end = (places[place], places[place] + 2) if places else (0, len(run))
        yield Term(first + second, start, end)


def words(text: str) -> Iterator[re.Match[str]]:
    """The written words of a text; a run of a script without spaces is one."""
    return _WORD.finditer(text)


def is_paired(word: re.Match[str]) -> bool:
    """Whether a word is a run of a script without spaces."""
    return word.lastgroup == "paired"


def terms_inside(word: re.Match[str], code: str = NEUTRAL) -> Iterable[Term]:
    """The terms of one written word, their places counted from its beginning; the same wherever it stands."""
    return _pairs(word.group()) if is_paired(word) else _terms_of_word(word.group(), code)


def terms_of(word: re.Match[str], code: str = NEUTRAL) -> list[Term]:
    """The terms of one written word in its text."""
    start = word.start()
    return [Term(term.value, term.start + start, term.end + start) for term in terms_inside(word, code)]


def analyse(text: str, code: str = NEUTRAL) -> Iterator[Term]:
    """The terms of a text in a content language (public code), or unstemmed."""
    for word in words(text):
        yield from terms_of(word, code)


def written_as(texts: Iterable[str], terms: list[str]) -> str:
    """The word of the first text that gives just these unstemmed terms, without capitals; empty where none does."""
    for text in texts:
        for word in words(text):
            if [term.value for term in terms_inside(word)] == terms:
                return word.group().casefold()
    return ""


def indexed(text: str, code: str = NEUTRAL) -> str:
    """The terms of a text joined by spaces, as an engine with a plain tokeniser stores them."""
    known = _joined[code]
    return " ".join([joined for raw in _WRITTEN.findall(text) if (joined := known.get(raw) or _join(raw, code))])


_joined: defaultdict[str, dict[str, str]] = defaultdict(dict)  # by language: a written word, its terms joined


def _join(raw: str, code: str) -> str:
    """The terms of a written word joined; remembered unless it is a run, which hardly comes again."""
    if _IS_PAIRED.match(raw):
        clean = as_compared(raw)
        return " ".join(map("".join, pairwise(clean))) if len(clean) != 1 else clean
    joined = " ".join(term.value for term in _terms_of_word(raw, code))
    known = _joined[code]
    if len(known) >= _CACHED_WORDS:
        known.clear()
    known[raw] = joined
    return joined
