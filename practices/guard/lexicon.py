"""Phrases of a language by what they say, and where they stand in a row of words.

A file in `lexicons/` has sections; a line holds phrases, separated by commas. In a phrase `word*` is a beginning,
`a/b` one or the other, `=word` the word as written and not its other forms, `…` some words in between.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from practices.guard.reading import Token, unit_of
from search.analysis import fold

FOLDER = Path(__file__).parent / "lexicons"
CHECKED = ("ar", "en", "es", "fr", "ru", "zh")
_GAP = "…"
_AS_WRITTEN = frozenset({"single", "roles"})  # where one and many must not be the same word
_WIDEST_GAP = {"zh": 8}
_GAP_OF_WORDS = 3
_LONGEST_BEGINNING = 24
_JOINED = re.compile("[وف]?(?:بال|كال|لل|ال|[بلكس])?")
_CUT_OFF = re.compile(r"\b(?:\w|qu)['’](?=\w)|['’]s\b")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")

Phrase = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a section that stands from one word up to another."""

    section: str
    first: int
    last: int  # the word after it


class Lexicon:
    """The phrases of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.by_first: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        self.lists: dict[str, list[str]] = defaultdict(list)
        for section, entry in entries(language):
            self.lists[section].append(entry)
            phrase = tuple(_elements(entry, language, stemmed=section not in _AS_WRITTEN))
            for key in phrase[0]:
                self.by_first[key].append((section, phrase))

    def hits(self, words: Sequence[Token]) -> dict[str, list[Hit]]:
        """Every phrase in a row of words, by section."""
        found: dict[str, list[Hit]] = defaultdict(list)
        keys = [keys_of(word.written, word.unit.stem, self.language) for word in words]
        for place, known in enumerate(keys):
            for key in known & self.by_first.keys():
                for section, phrase in self.by_first[key]:
                    if end := self._end(phrase, keys, place):
                        found[section].append(Hit(section, place, end))
        return found

    def _end(self, phrase: Phrase, keys: list[frozenset[str]], place: int) -> int:
        """The place after a phrase that begins here, 0 where it does not."""
        at, gap = place, 0
        for element in phrase:
            if _GAP in element:
                gap = _WIDEST_GAP.get(self.language, _GAP_OF_WORDS)
                continue
            at = next((later + 1 for later in range(at, min(len(keys), at + gap + 1)) if keys[later] & element), 0)
            if not at:
                return 0
            gap = 0
        return at


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The phrases of a language."""
    return Lexicon(language)


def entries(language: str) -> Iterator[tuple[str, str]]:
    """The phrases of a file, each with its section."""
    section = ""
    for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
        else:
            yield from ((section, entry) for part in line.split(",") if (entry := part.strip()))


def _elements(entry: str, language: str, *, stemmed: bool) -> Iterator[frozenset[str]]:
    for part in _CUT_OFF.sub("", entry).replace("-", " ").split():
        if language == "zh" and _HAN.search(part):
            yield from (frozenset({_GAP if letter == _GAP else f"={fold(letter)}"}) for letter in part)
        elif part == _GAP:
            yield frozenset({_GAP})
        else:
            yield frozenset(key for word in part.split("/") for key in _wanted(word, language, stemmed))


def _wanted(word: str, language: str, stemmed: bool) -> Iterator[str]:
    """What a word of a phrase is looked up by."""
    plain = fold(word.strip("=*").casefold())
    if word.endswith("*"):
        yield f"{plain}*"
    else:
        yield f"={plain}"
        if stemmed and not word.startswith("=") and len(plain) > 3:
            yield f"~{unit_of(word.casefold(), language).stem}"


@lru_cache(maxsize=50_000)
def keys_of(written: str, stem: str, language: str) -> frozenset[str]:
    """All that a word of a text answers to: itself, its stem, its beginnings, in Arabic also without what is joined."""
    forms = {written}
    if language == "ar":
        forms |= {written[end:] for end in range(1, len(written) - 1) if _JOINED.fullmatch(written[:end])}
    beginnings = {f"{form[:end]}*" for form in forms for end in range(1, min(len(form), _LONGEST_BEGINNING) + 1)}
    return frozenset({f"={form}" for form in forms} | {f"~{stem}"} | beginnings)
