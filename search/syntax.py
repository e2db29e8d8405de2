"""The few signs that a question may hold: "phrases", -without and `name:value`; any other text is plain words.

Nothing here is ever an error: what does not fit is words. Quotes of any script count; a hyphen only where a word
begins, so that compounds, dates and negative numbers stay whole.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from search.analysis import is_paired, words

_QUOTES = {
    '"': '"', "＂": "＂", "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "›": "‹",
    "「": "」", "『": "』", "﹁": "﹂", "《": "》",
}  # fmt: skip
_HYPHENS = "-−－"
_COLONS = ":："

Value = tuple[str, str]  # the name of a facet and a code in it
Reads = Callable[[str, str], Iterable[Value]]  # what a name and a value written in a question stand for, if anything


class Kind(Enum):
    """What a part of a question is."""

    PLAIN = "plain"
    PHRASE = "phrase"
    WITHOUT = "without"
    CHIP = "chip"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a question as written (`raw`), its text without signs, and for a chip what it chooses."""

    kind: Kind
    raw: str
    text: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A question taken apart; its parts as written make up the whole of it again."""

    parts: tuple[Part, ...]

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The texts of the parts of a kind, each once."""
        return tuple(dict.fromkeys(part.text for part in self.parts if part.kind is kind))

    @property
    def plain(self) -> str:
        """The words that are looked for: those of phrases too, without their quotes."""
        return _spaced(part.text for part in self.parts if part.kind in (Kind.PLAIN, Kind.PHRASE))

    @property
    def values(self) -> tuple[Value, ...]:
        """What the chips choose, each once."""
        return tuple(dict.fromkeys(value for part in self.parts for value in part.values))

    def keep(self, *kinds: Kind) -> str:
        """The question as written, with the parts of some kinds only."""
        return _spaced(part.raw if part.kind in kinds else " " for part in self.parts)


def _no_chips(name: str, value: str) -> tuple[Value, ...]:
    return ()


def parse(text: str, reads: Reads = _no_chips) -> Written:
    """The parts of a question in their order."""
    parts: list[Part] = []
    place = plain_from = 0
    while place < len(text):
        part = _part_at(text, place, reads)
        if part is None:
            place += 1
            continue
        if place > plain_from:
            parts.append(_plain(text[plain_from:place]))
        parts.append(part)
        place = plain_from = place + len(part.raw)
    if plain_from < len(text):
        parts.append(_plain(text[plain_from:]))
    return Written(tuple(parts))


def without_chips(text: str, reads: Reads) -> tuple[str, tuple[Value, ...]]:
    """The question without its chips, and what they choose; what is left has no chip any more."""
    chosen: dict[Value, None] = {}
    while (written := parse(text, reads)).values:
        chosen.update(dict.fromkeys(written.values))
        text = written.keep(Kind.PLAIN, Kind.PHRASE, Kind.WITHOUT)
    return text, tuple(chosen)


def _plain(raw: str) -> Part:
    return Part(Kind.PLAIN, raw, raw)


def _spaced(texts: Iterable[str]) -> str:
    return " ".join("".join(f" {text} " if text.strip() else " " for text in texts).split())


def _part_at(text: str, place: int, reads: Reads) -> Part | None:
    """The part with a sign that begins at a place, if one does."""
    if text[place] in _QUOTES:
        quoted = _quoted(text, place)
        return Part(Kind.PHRASE, quoted, quoted[1:-1].strip()) if quoted else None
    if place and not text[place - 1].isspace():
        return None
    return _without(text, place) if text[place] in _HYPHENS else _chip(text, place, reads)


def _quoted(text: str, place: int) -> str:
    """The quotation that begins at a place, with its quotes; empty where it does not end or says nothing."""
    if place and _joins(text[place - 1]):
        return ""
    for end in range(place + 1, len(text)):
        if text[end] in _QUOTES[text[place]] and not _joins(text[end + 1 : end + 2]):
            inside = text[place + 1 : end]
            return text[place : end + 1] if any(words(inside)) else ""
    return ""


def _joins(letter: str) -> bool:
    """Whether a quote beside a letter is part of a word: an inch, an abbreviation; never in a script without spaces."""
    return letter.isalnum() and not any(is_paired(word) for word in words(letter))


def _without(text: str, place: int) -> Part | None:
    following = text[place + 1 : place + 2]
    if following in _QUOTES:
        quoted = _quoted_after_sign(text, place + 1)
        return Part(Kind.WITHOUT, text[place] + quoted, quoted[1:-1].strip()) if quoted else None
    if not following.isalpha():
        return None
    word = _token(text, place + 1)
    return Part(Kind.WITHOUT, text[place] + word, word)


def _quoted_after_sign(text: str, place: int) -> str:
    return _quoted(text[place:], 0) if place < len(text) else ""


def _token(text: str, place: int) -> str:
    """What stands before the next space."""
    rest = text[place:]
    return rest.split(maxsplit=1)[0] if rest and not rest[0].isspace() else ""


def _chip(text: str, place: int, reads: Reads) -> Part | None:
    """A choice of a facet: the name may have spaces, a value with spaces stands in quotes."""
    colons = [found for colon in _COLONS if (found := text.find(colon, place)) > place]
    if not colons:
        return None
    colon = min(colons)
    value = _quoted_after_sign(text, colon + 1) if text[colon + 1 : colon + 2] in _QUOTES else ""
    raw = value or _token(text, colon + 1)
    said = value[1:-1].strip() if value else raw
    values = tuple(reads(text[place:colon], said)) if said else ()
    return Part(Kind.CHIP, text[place : colon + 1] + raw, said, values) if values else None
