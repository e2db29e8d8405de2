"""What the guard points out in a text, in the order of the text."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from practices.guard import cases, contacts, persons
from practices.guard.lexicon import CHECKED
from practices.guard.reading import Reading, read, sentences, tokens
from practices.guard.suspicion import Sentence, suspected

MOST = 40  # findings in one text; more of them help nobody
LONGEST_EXCERPT = 300


class Kind(StrEnum):
    """What a finding is about."""

    SUSPICION = "suspicion"
    CONTACT = "contact"
    PERSON = "person"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a text that is asked about, and the sentence around it."""

    kind: Kind
    start: int
    end: int
    excerpt: str
    sentence: str

    @property
    def mark(self) -> str:
        """The same as long as the sentence stays the same, whatever else changes in the text."""
        said = " ".join(f"{self.kind} {self.excerpt} {self.sentence}".split())
        return sha256(said.encode()).hexdigest()[:20]


Span = tuple[Kind, int, int]


def findings(text: str, language: str) -> list[Finding]:
    """What to ask about in a text of a language (public code); nothing for a language that is not checked."""
    if language not in CHECKED or not text.strip():
        return []
    reading = read(text, language)
    bounds = sentences(reading)
    kept = _apart([*_of_words(reading, bounds), *((Kind.CONTACT, *span) for span in contacts.spans(reading))])
    return [_finding(reading, bounds, span) for span in kept[:MOST]]


def _of_words(reading: Reading, bounds: list[tuple[int, int]]) -> Iterator[Span]:
    """What is found sentence by sentence."""
    words = tokens(reading)
    place = 0
    for start, end in bounds:
        first = place
        while place < len(words) and words[place].start < end:
            place += 1
        if first == place:
            continue
        sentence = Sentence(words[first:place], reading.language)
        if found := suspected(sentence):
            yield Kind.SUSPICION, words[first + found[0]].start, words[first + found[1] - 1].end
        if found := cases.told(sentence, reading.folded[start:end]):
            yield Kind.CASE, words[first + found[0]].start, words[first + found[1] - 1].end
        yield from ((Kind.PERSON, *span) for span in persons.spans(sentence, reading, start, end))


def _apart(spans: list[Span]) -> list[Span]:
    """In the order of the text; of those of one kind that overlap, the first."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each[1], -each[2])):
        if not any(other[0] == span[0] and other[2] > span[1] for other in kept[-4:]):
            kept.append(span)
    return kept


def _finding(reading: Reading, bounds: list[tuple[int, int]], span: Span) -> Finding:
    kind, first, last = span
    start, end = reading.original(first, last)
    around = next((each for each in bounds if each[0] <= first < each[1]), (first, last))
    whole = reading.text[slice(*reading.original(*around))].strip()
    return Finding(kind, start, end, reading.text[start:end][:LONGEST_EXCERPT], whole)
