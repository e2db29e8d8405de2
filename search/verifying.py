"""Whether an index holds what the database holds: ids, versions, readers and contents, compared one by one.

Both sides come in the order of their ids and are merged, so that a comparison needs no more memory for a million
documents than for ten.
"""
from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils import timezone

from core import outbox, stamps
from search import sources
from search.contract import Document, Entry, Progress
from search.engine import Index
from search.models import IndexState
from search.sealing import seal

MISSING, GHOST, DIFFERENT = "missing", "ghost", "different"
FIRST = 5  # ids that are named of each sort
LOOKED_AT_TWICE = 5_000  # so many differences may be somebody's work of this minute; more are no coincidence
CHUNK = 200
Item = TypeVar("Item", Document, Entry)


class OutOfOrder(Exception):
    """A source or an engine does not give what it holds in the order of ids, so that nothing can be compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that an index lacks, holds though it is not to be found, or holds otherwise than it is.

    `newer`: the index holds a later version than the database has, which no ordinary update replaces.
    """

    id: str
    sort: str
    newer: bool = False


@dataclass(slots=True)
class Report:
    """What a comparison found; `on_the_way` of the differences are owed by the outbox and need nobody's help."""

    index: str
    equal: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((MISSING, GHOST, DIFFERENT), 0))
    first: dict[str, list[str]] = field(default_factory=dict)
    on_the_way: int = 0

    @property
    def differences(self) -> int:
        """How many documents are not as they must be."""
        return sum(self.counts.values())

    def add(self, difference: Difference, *, owed: bool) -> None:
        """Count a difference."""
        self.counts[difference.sort] += 1
        self.on_the_way += owed
        named = self.first.setdefault(difference.sort, [])
        if len(named) < FIRST:
            named.append(difference.id)

    def lines(self) -> Iterator[str]:
        """The report in words for an operator."""
        counts = ", ".join(f"{number} {sort}" for sort, number in self.counts.items())
        yield f"{self.index}: {self.equal} equal, {counts}"
        for sort, ids in self.first.items():
            yield f"  {sort}: {', '.join(ids)}{' …' if self.counts[sort] > len(ids) else ''}"
        if self.on_the_way:
            yield f"  {self.on_the_way} of them are on their way: the worker still owes the index these changes"


def verify(index: Index, told: Progress | None = None) -> Report:
    """Compare an index with the database and note the result; SearchUnavailable when the index cannot be read.

    A difference counts when a second look finds it again: the first may have met a change half way.
    """
    report, found = _look(index, None, told)
    if found is not None and found:
        report, _again = _look(index, found, None)
    IndexState.of(index.name).note(verified_at=timezone.now(), equal=report.equal, **report.counts)
    return report


def _look(index: Index, only: set[str] | None, told: Progress | None) -> tuple[Report, set[str] | None]:
    """One comparison, and the ids that differ unless they are too many; `only` limits what counts as a difference."""
    report = Report(index.name)
    found: set[str] | None = set()

    def note(differences: list[Difference]) -> None:
        nonlocal found
        owed = outbox.owed(index.topic, [each.id for each in differences]) if index.topic else set()
        for each in differences:
            if only is None or each.id in only:
                report.add(each, owed=each.id in owed)
            else:
                report.equal += 1
        found = None if found is None or len(found) > LOOKED_AT_TWICE else found | {each.id for each in differences}

    report.equal += compare(index, note, told)
    return report, found


def compare(index: Index, note: Callable[[list[Difference]], None], told: Progress | None = None) -> int:
    """Hand over every difference in small lists; the number of documents that are equal."""
    stamps.read_again()
    equal, total, held = 0, sources.total() if told else 0, []
    for seen, (entry, document) in enumerate(merged(index.engine.entries(), _documents()), 1):
        difference = _difference(entry, document)
        if difference is None:
            equal += 1
        else:
            held.append(difference)
        if len(held) == CHUNK:
            note(held)
            held = []
        if told and seen % CHUNK == 0:
            told(seen, max(seen, total))
    if held:
        note(held)
    return equal


def _documents() -> Iterator[Document]:
    """Every document of every source, in the order of ids."""
    each = (_ascending(source.documents(), "a source") for source in sources.all_sources())
    return heapq.merge(*each, key=lambda document: document.id)


def merged(
    entries: Iterable[Entry], present: Iterable[Document]
) -> Iterator[tuple[Entry | None, Document | None]]:
    """Entries and documents side by side, each with its counterpart if it has one."""
    left, right = _ascending(entries, "the index"), iter(present)
    entry, document = next(left, None), next(right, None)
    while entry is not None or document is not None:
        if document is None or (entry is not None and entry.id < document.id):
            yield entry, None
            entry = next(left, None)
        elif entry is None or document.id < entry.id:
            yield None, document
            document = next(right, None)
        else:
            yield entry, document
            entry, document = next(left, None), next(right, None)


def _ascending(items: Iterable[Item], whose: str) -> Iterator[Item]:
    last = ""
    for item in items:
        if item.id <= last:
            raise OutOfOrder(f"{whose} gave {item.id} after {last}")
        last = item.id
        yield item


def _difference(entry: Entry | None, document: Document | None) -> Difference | None:
    if document is None:
        return Difference(entry.id, GHOST) if entry else None
    if entry is None:
        return Difference(document.id, MISSING)
    if (entry.version, entry.seal) == (document.version, seal(document)):
        return None
    return Difference(document.id, DIFFERENT, newer=entry.version > document.version)


def counts_of(state: IndexState) -> Mapping[str, int]:
    """What the last comparison found, by sort."""
    return {MISSING: state.missing, GHOST: state.ghost, DIFFERENT: state.different}
