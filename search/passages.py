"""A text cut into the passages whose meaning is compared: the opening, then a few sentences at a time."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.contract import Text

WORDS = 90  # shorter than a section: the best of several short passages finds more than one long one (docs/search.md)
LETTERS_OF_A_WORD = 6  # how long a word counts where spaces do not tell
_SENTENCE = re.compile(r"[^.!?。！？؟\n]+[.!?。！？؟\n]*\s*|[.!?。！？؟\n]+\s*")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a text: its language (public code), its place in the text, and what is read of it."""

    language: str
    place: int
    title: str
    text: str

    @property
    def read(self) -> str:
        """What a model reads: the passage under the title of its text."""
        return f"{self.title}. {self.text}" if self.title and self.text else self.title or self.text


def passages_of(text: Text) -> tuple[Passage, ...]:
    """The passages of one language version: title with summary, then the body piece by piece."""
    pieces = [text.summary] if text.summary.strip() or not text.body.strip() else []
    pieces += _pieces(text.body)
    return tuple(Passage(text.language, place, text.title, piece.strip()) for place, piece in enumerate(pieces))


def _pieces(body: str) -> Iterator[str]:
    """Neighbouring sentences together, as many as a passage may hold; no sentence is cut unless it is longer."""
    held: list[str] = []
    size = 0.0
    for sentence in _sentences(body):
        length = _length(sentence)
        if held and size + length > WORDS:
            yield "".join(held)
            held, size = [], 0.0
        held.append(sentence)
        size += length
    if "".join(held).strip():
        yield "".join(held)


def _sentences(body: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(body):
        sentence = match.group()
        while len(sentence) > WORDS * LETTERS_OF_A_WORD:
            yield sentence[: WORDS * LETTERS_OF_A_WORD]
            sentence = sentence[WORDS * LETTERS_OF_A_WORD :]
        yield sentence


def _length(sentence: str) -> float:
    """A sentence's length in words; two letters of a script without spaces are about one."""
    dense = len(_DENSE.findall(sentence))
    return max(len(sentence.split()), len(sentence) / (LETTERS_OF_A_WORD * 2)) if not dense else dense / 1.7
