"""What the guard points out in a text, in the order of the text."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from practices.guard import cases, contacts, persons
from practices.guard.lexicon import CHECKED
from practices.guard.reading import Reading, Token, read, sentences, tokens
from practices.guard.suspicion import Sentence, suspected

MOST = 40  # findings in one text; more of them help nobody
LONGEST_EXCERPT = 300
LONGEST_SENTENCE = 300  # words


class Kind(TextChoices):
    """What a finding is about, as the city and the editors read it."""

    SUSPICION = "suspicion", _("This may make a group the object of suspicion, or the source of a threat.")
    CONTACT = "contact", _("This looks like contact data of a person.")
    PERSON = "person", _("This looks like the name of a person.")
    CASE = "case", _("This may tell the story of a single person.")


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a text that is asked about, and the sentence around it."""

    kind: Kind
    start: int
    end: int
    excerpt: str
    sentence: str

    @property
    def passage(self) -> str:
        """The sentence, of a long one what stands around the finding."""
        if len(self.sentence) <= LONGEST_EXCERPT:
            return self.sentence
        place = max(0, self.sentence.find(self.excerpt))
        start = max(0, place - (LONGEST_EXCERPT - min(len(self.excerpt), LONGEST_EXCERPT)) // 2)
        return self.sentence[start:start + LONGEST_EXCERPT].strip()

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
    for words, start, end in _pieces(reading, bounds):
        sentence = Sentence(words, reading.language)
        if found := suspected(sentence):
            yield Kind.SUSPICION, words[found[0]].start, words[found[1] - 1].end
        if found := cases.told(sentence, reading.folded[start:end], start):
            yield Kind.CASE, words[found[0]].start, words[found[1] - 1].end
        yield from ((Kind.PERSON, *span) for span in persons.spans(sentence, reading, start, end))


def _pieces(reading: Reading, bounds: list[tuple[int, int]]) -> Iterator[tuple[list[Token], int, int]]:
    """The words of each sentence with its place; one without an end is cut, so that the time stays in bounds."""
    words, place = tokens(reading), 0
    for start, end in bounds:
        first = place
        while place < len(words) and words[place].start < end:
            place += 1
        for at in range(first, place, LONGEST_SENTENCE):
            until = min(place, at + LONGEST_SENTENCE)
            yield (words[at:until], start if at == first else words[at].start,
                   end if until == place else words[until].start)


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
