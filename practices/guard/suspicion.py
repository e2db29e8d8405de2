"""Wording that makes a group the source of a threat or the object of suspicion: who does what to whom in a sentence."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from practices.guard.lexicon import Hit, lexicon
from practices.guard.naming import mentions
from practices.guard.reading import Token


@dataclass(frozen=True, slots=True)
class Reach:
    """How many words may stand between two things that belong together."""

    before: int = 5  # from a wording of suspicion to the group
    after: int = 8  # from the group to what is said of it
    link: int = 3  # from a threat to the word that ties it to somebody
    beside: int = 1  # between a group and the danger named with it
    guarded: int = 4  # from a wording of harm or of working together to the group


_REACH = {"zh": Reach(before=12, after=14, link=2, beside=4, guarded=8)}
_WORDS = Reach()
_HARM_BEHIND = 4  # “likely to become victims”


@dataclass(slots=True)
class Sentence:
    """The words of a sentence with all that stands in it."""

    words: Sequence[Token]
    language: str
    hits: dict[str, list[Hit]] = field(init=False)
    groups: list[Hit] = field(init=False)
    reach: Reach = field(init=False)

    def __post_init__(self) -> None:
        self.hits = lexicon(self.language).hits(self.words)
        self.groups = mentions(self.words, self.language, self.hits)
        self.reach = _REACH.get(self.language, _WORDS)

    def of(self, *sections: str) -> Iterator[Hit]:
        """The phrases of these sections."""
        for section in sections:
            yield from self.hits.get(section, ())

    def between(self, first: int, last: int, *sections: str) -> bool:
        """Whether a phrase of a section touches a stretch."""
        return any(hit.first < last and hit.last > first for hit in self.of(*sections))


def suspected(sentence: Sentence) -> tuple[int, int] | None:
    """The first stretch of a sentence that puts a group under suspicion."""
    if not sentence.groups or next(sentence.of("deny"), None):
        return None
    for group in sentence.groups:
        for wording in _about(sentence, group):
            return min(group.first, wording.first), max(group.last, wording.last)
    return None


def _about(sentence: Sentence, group: Hit) -> Iterator[Hit]:
    """The wordings that tie suspicion or threat to this group."""
    yield from _said_of(sentence, group)
    for hit in (*_leading_to(sentence, group), *_linked(sentence, group)):
        if not _is_guarded(sentence, group, since=hit.last):
            yield hit
    if not _is_guarded(sentence, group):
        yield from _beside(sentence, group)


def _said_of(sentence: Sentence, group: Hit) -> Iterator[Hit]:
    """Group, then what it is said to be or do; a body, a harm or a helpful deed in between changes the subject."""
    for hit in sentence.of("after"):
        gap = hit.first - group.last
        around = hit.first < group.first and hit.last > group.last  # the verb may come first
        if not around and not 0 <= gap <= sentence.reach.after:
            continue
        if not _is_turned(sentence, group, hit) and not _has_harm_before(sentence, group):
            yield hit


def _is_turned(sentence: Sentence, group: Hit, said: Hit) -> bool:
    """Whether the words between a group and what is said of it, or right behind it, make it the one who is harmed."""
    if sentence.between(group.last, said.first, "harm", "bodies", "leads", "things"):
        return True
    threats = [threat.first for threat in sentence.of("threat") if threat.first >= said.last]
    behind = min([said.last + _HARM_BEHIND, *threats])
    return any(said.last - 1 <= harm.first < behind or said.first < harm.first < said.last - 1
               for harm in sentence.of("harm", "harmed"))


def _leading_to(sentence: Sentence, group: Hit) -> Iterator[Hit]:
    """A wording of suspicion, then the group."""
    for hit in sentence.of("watch", "before"):
        gap = group.first - hit.last
        is_deed = any(harm.first < hit.first < harm.last for harm in sentence.of("harm"))  # “they threatened …”
        if 0 <= gap <= sentence.reach.before and not is_deed and not sentence.between(hit.last, group.first, "things"):
            yield hit


def _linked(sentence: Sentence, group: Hit) -> Iterator[Hit]:
    """A threat, a word that ties it to somebody, then the group."""
    for link in sentence.of("link"):
        if not 0 <= group.first - link.last <= sentence.reach.before - 1:
            continue
        for threat in sentence.of("threat"):
            if 0 <= link.first - threat.last <= sentence.reach.link and not _speaks_of_harm(sentence, group):
                yield Hit("linked", threat.first, link.last)


def _beside(sentence: Sentence, group: Hit) -> Iterator[Hit]:
    """The group and a danger named side by side."""
    if next(sentence.of("harm"), None):
        return
    for hit in sentence.of("agents"):
        if 0 <= hit.first - group.last <= sentence.reach.beside:
            yield hit
    for hit in sentence.of("traits"):
        if hit.last == group.first:
            yield hit


def _speaks_of_harm(sentence: Sentence, group: Hit) -> bool:
    return any(hit.first < group.first for hit in sentence.of("harm"))


def _has_harm_before(sentence: Sentence, group: Hit) -> bool:
    """Whether harm is what governs the group."""
    return sentence.between(max(0, group.first - 2), group.first, "harm")


def _is_guarded(sentence: Sentence, group: Hit, since: int = 0) -> bool:
    """Whether the group is named as harmed, leading, consulted or partner, after a wording of suspicion."""
    near = group.first - sentence.reach.guarded
    if any(near < hit.last <= group.first and hit.first >= max(since, near - 2) and not _is_part(sentence, hit)
           for hit in sentence.of("harm", "with")):
        return True
    if any(0 <= hit.first - group.last <= sentence.reach.guarded for hit in sentence.of("leads", "harmed")):
        return True
    return any(0 <= hit.first - group.last <= 1 or 0 <= group.first - hit.last <= 1 for hit in sentence.of("bodies"))


def _is_part(sentence: Sentence, inner: Hit) -> bool:
    """Whether a phrase is only a part of a wording of suspicion, as in “the problem with”."""
    return any(hit.first <= inner.first and hit.last >= inner.last for hit in sentence.of("watch", "before", "link"))
