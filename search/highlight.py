"""The passage of a text that shows why it was found, with the words marked; safe to print, only `<mark>` in it."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from search.analysis import NEUTRAL, Term, as_compared, is_paired, terms_inside, words
from search.query import Query

LENGTH = 240
_OPEN, _CLOSE = "\ue000", "\ue001"  # stand for <mark> until the text is escaped; removed from the text itself
_SENTENCE_ENDS = ".!?。！？؟…\n"
_BREAK = re.compile(r"(?<![.!?。！？؟…:;؛,،、\s])\s*\n\s*")  # a heading or item that ends without a sign


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place in a text and the term that was found there."""

    start: int
    end: int
    term: str


def highlight(texts: Iterable[str], query: Query, language: str, length: int = LENGTH) -> str:
    """The best passage of the first text that has a match; empty when none has."""
    return Marker(query, language).passage(texts, length)


class Marker:
    """Marks texts of one language for one question; it judges a written word once, however often it stands there."""

    def __init__(self, query: Query, language: str) -> None:
        self._language = language
        self._stems = frozenset(query.terms(language)) if language in query.languages else frozenset()
        self._written = frozenset(query.neutral_terms())
        self._either = self._written | self._stems
        self._judged: dict[str, tuple[Mark, ...]] = {}

    def passage(self, texts: Iterable[str], length: int = LENGTH) -> str:
        """The best passage of the first text that has a match; empty when none has."""
        for text in texts:
            plain = text.replace(_OPEN, "").replace(_CLOSE, "")
            if marks := self.marks(plain):
                return _passage(plain, marks, length)
        return ""

    def marks(self, text: str) -> list[Mark]:
        """Where a text has a word of the question: by its stem, or as it is written."""
        found: list[Mark] = []
        for word in words(text):
            raw = word.group()
            marks = self._judged.get(raw)
            if marks is None:
                marks = self._judged[raw] = self._judge(word)
            if marks:
                start = word.start()
                found += [Mark(mark.start + start, mark.end + start, mark.term) for mark in marks]
        return found

    def _judge(self, word: re.Match[str]) -> tuple[Mark, ...]:
        """The marks of a word, counted from its beginning."""
        if is_paired(word):  # such terms are the same in every language
            clean = as_compared(word.group())
            if not any(term in clean for term in self._either):
                return ()
            return tuple(Mark(*_place(term)) for term in terms_inside(word) if term.value in self._either)
        marks = [Mark(*_place(term)) for term in terms_inside(word, self._language) if term.value in self._stems]
        marks += [Mark(*_place(term)) for term in terms_inside(word, NEUTRAL) if term.value in self._written]
        return tuple(marks)


def _place(term: Term) -> tuple[int, int, str]:
    return term.start, term.end, term.value


def find_marks(text: str, query: Query, language: str) -> list[Mark]:
    """Where a text in a language has a word of the question."""
    return Marker(query, language).marks(text)


def _passage(text: str, marks: Sequence[Mark], length: int) -> str:
    start, end = _window(text, marks, length)
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    pieces: list[str] = []
    place = start
    for first, last in _joined(inside):
        pieces += [text[place:first], _OPEN, text[first:last], _CLOSE]
        place = last
    pieces.append(text[place:end])
    safe = escape(in_one_line("".join(pieces))).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
    return ("…" if start > 0 else "") + safe + ("…" if end < len(text.rstrip()) else "")


def in_one_line(text: str) -> str:
    """A text of headings, items and sentences as one line in which they stay apart."""
    return " ".join(_BREAK.sub(" · ", text.strip()).split())


def _joined(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Marks as places, those that touch or overlap as one (pairs of characters overlap)."""
    places: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if places and mark.start <= places[-1][1]:
            places[-1] = (places[-1][0], max(places[-1][1], mark.end))
        else:
            places.append((mark.start, mark.end))
    return places


def _window(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    """The stretch of about the length with the most different terms, begun at a sentence or a word."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    best, best_rank = ordered[0], (0, 0)
    first = 0
    for last, mark in enumerate(ordered):
        while mark.end - ordered[first].start > length * 3 // 4 and first < last:
            first += 1
        group = ordered[first : last + 1]
        rank = (len({each.term for each in group}), len(group))
        if rank > best_rank:
            best, best_rank = ordered[first], rank
    start = _beginning(text, best.start, length // 4)
    return start, _ending(text, max(best.end, min(len(text), start + length)))


def _beginning(text: str, place: int, reach: int) -> int:
    """Back to the start of the sentence if it is near, else of a word."""
    earliest = max(0, place - reach)
    if earliest == 0:
        return 0
    before = text[earliest:place]
    sentence = max(before.rfind(end) for end in _SENTENCE_ENDS)
    if sentence >= 0:
        return earliest + sentence + 1
    space = before.find(" ")
    return earliest + space + 1 if space >= 0 else earliest


def _ending(text: str, place: int) -> int:
    """Forward or back to the end of a word, if the script has spaces."""
    if place >= len(text):
        return len(text)
    following = text.find(" ", place, place + 20)
    return following if following >= 0 else place
