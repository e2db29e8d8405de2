"""Filling an index from the database: by one process at a time, with progress, noted at its end.

Whoever fills holds a lease that ends by itself when the process dies. A rebuild by hand takes the lease from a worker;
the older one notices and leaves the index to the newer.
"""
from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from core import stamps
from search import changes, engine, sources, vectors
from search.contract import Document, Progress, SearchUnavailable
from search.models import IndexState

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)
BATCH = 100
Breathe = Callable[[], None]


class Overtaken(SearchUnavailable):
    """Another process fills this index now."""


def fill(index: engine.Index, *, told: Progress | None = None, breathe: Breathe | None = None) -> int:
    """Fill an index anew beside the old one, swap, and mark it; the number of documents."""
    lease = Lease(IndexState.of(index.name))
    count = index.engine.rebuild(_present(lease, breathe), sources.total(), told)
    mark(index)
    lease.release()
    return count


def mark(index: engine.Index) -> None:
    """Give the index a new mark, so that every older copy of it is known again.

    The index first: if the row is never written the two differ, and the index is looked through once more.
    """
    value = uuid.uuid4().hex
    now = timezone.now()
    index.engine.set_mark(value)
    IndexState.of(index.name).note(mark=value, marked_at=now)


class Lease:
    """The right to fill an index, as long as it is renewed and nobody takes it."""

    def __init__(self, state: IndexState) -> None:
        self._state = state
        self._token = uuid.uuid4().hex
        state.note(builder=self._token, builder_until=timezone.now() + LEASE)

    def renew(self) -> None:
        """Say that this process is alive; Overtaken when another one took the lease."""
        mine = IndexState.objects.filter(pk=self._state.pk, builder=self._token)
        if not mine.update(builder_until=timezone.now() + LEASE):
            raise Overtaken(f"another process fills {self._state.pk} now")

    @classmethod
    def of_the_dead(cls, state: IndexState) -> Lease | None:
        """The lease of a process that ended without giving it back, if there is one."""
        ended = state.builder and not state.is_built(timezone.now())
        return cls(state) if ended else None

    def release(self) -> None:
        """Let others fill again."""
        IndexState.objects.filter(pk=self._state.pk, builder=self._token).update(builder="", builder_until=None)


def _present(lease: Lease, breathe: Breathe | None) -> Iterator[Document]:
    """Every document as it is now; between batches the lease is renewed and others have their turn."""
    for batch in batches(sources.documents()):
        lease.renew()
        yield from batch
        if breathe:
            breathe()
        stamps.read_again()
    lease.renew()


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in lists of a bearable size."""
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def prepare_vectors(told: Progress | None = None) -> int:
    """Let the models read every passage that they have not read; the number of passages. Takes minutes or hours."""
    models = vectors.configured()
    if not models.ready:
        return 0
    total, done, read = sources.total(), 0, 0
    for batch in batches(sources.documents()):
        for document in batch:
            read += models.prepare([document])
            done += 1
            if told:
                told(done, total)
    return read


def owe_vectors() -> None:
    """Leave to the worker what the models have not read."""
    models = vectors.configured()
    for batch in batches(sources.documents()) if models.ready else ():
        changes.owe_vectors([document.id for document in batch if models.missing([document])])


def ensure_index() -> None:
    """Fill the indexes that were never filled; one whose server is away is left to the worker and `search_rebuild`."""
    for index in engine.indexes():
        try:
            if not index.engine.mark():
                fill(index)
        except SearchUnavailable as error:
            logger.warning("The index of %s could not be prepared: %s", index.name, error)
