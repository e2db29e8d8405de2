"""What the worker does so that every index becomes true again by itself, whatever happened to its server.

An index carries a mark that the database knows too. A missing index has none and is filled; another mark means that an
older copy came back, which is compared with the database and mended where it differs. Only the worker comes here.
"""
from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from core import outbox, periodic
from core.models import OutboxRow
from search import changes, engine, preparing, verifying
from search.contract import SearchUnavailable
from search.models import IndexState
from search.verifying import Difference

logger = logging.getLogger(__name__)
EVERY = 15.0
WHOLE = timedelta(hours=24)  # so often everything is compared, whatever the marks say
PATIENCE = 300.0  # seconds before what could not be mended is compared again
ROUNDS = 2
_mended_in_vain: dict[str, float] = {}


def register() -> None:
    """Let the worker heal."""
    periodic.register("search.healing", heal, every=EVERY)


def heal(breathe: periodic.Breathe) -> None:
    """Look at every index; one whose server is away is looked at again later."""
    for index in engine.indexes():
        try:
            _heal(index, breathe)
        except SearchUnavailable as error:
            logger.info("The index of %s cannot be looked at now: %s", index.name, error)


def _heal(index: engine.Index, breathe: periodic.Breathe) -> None:
    state = IndexState.of(index.name)
    if state.is_built(timezone.now()):
        return
    found = index.engine.mark()
    if lease := preparing.Lease.of_the_dead(state):
        index.engine.tidy()
        lease.release()
    if not found and not _is_followed(index):
        logger.warning("The index of %s was never filled or is gone; it is filled now", index.name)
        preparing.fill(index, breathe=breathe)
    elif _is_strange(index, state, found):
        if time.monotonic() >= _mended_in_vain.get(index.name, 0.0):
            mend(index, breathe)
    elif _was_written(index, state):
        preparing.mark(index)


def _is_followed(index: engine.Index) -> bool:
    """Whether the index is part of the content's own file: it commits, rolls back and is restored with it."""
    return index.immediate


def _is_strange(index: engine.Index, state: IndexState, found: str) -> bool:
    """Whether the index is not the copy that was written last, or was not compared for long."""
    aged = state.verified_at is None or state.verified_at < timezone.now() - WHOLE
    return aged or (found != state.mark and not _is_followed(index))


def _was_written(index: engine.Index, state: IndexState) -> bool:
    if _is_followed(index):
        return False
    done = OutboxRow.objects.filter(topic=index.topic, state=OutboxRow.DONE)
    return state.marked_at is None or done.filter(done_at__gte=state.marked_at).exists()


def mend(index: engine.Index, breathe: periodic.Breathe) -> bool:
    """Compare an index with the database and mend what differs; whether nothing is left that nobody knows of."""
    for _round in range(ROUNDS):
        _repair(index, breathe)
        report = verifying.verify(index)
        if not report.differences:
            break
    if index.topic and outbox.lag(index.topic)[0]:
        return False  # the server went away in the middle: the mark stays as it is, and all is compared again
    if report.differences > report.on_the_way:  # what is still owed now is dead, and known to be
        _mended_in_vain[index.name] = time.monotonic() + PATIENCE
        logger.error("The index of %s could not be mended: %s", index.name, "; ".join(report.lines()))
        return False
    if not _is_followed(index):
        preparing.mark(index)
    return True


def _repair(index: engine.Index, breathe: periodic.Breathe) -> None:
    found = 0

    def note(differences: list[Difference]) -> None:
        nonlocal found
        found += len(differences)
        _owe(index, differences)
        breathe()

    verifying.compare(index, note)
    if found:
        logger.warning("%s documents of the index of %s were mended", found, index.name)
    if index.topic:
        outbox.drain([index.topic])


def _owe(index: engine.Index, differences: Sequence[Difference]) -> None:
    """Let the index be brought up to date in the ordinary way, where no two writers meet.

    Before it an entry that is newer than the database, which was restored from a copy, is removed: no index lets an
    older version replace a newer one.
    """
    newer = [each.id for each in differences if each.newer]
    if newer:
        index.engine.delete(newer)
    keys = [each.id for each in differences]
    if index.immediate:
        changes.apply(index.engine, keys)
    else:
        owed = outbox.owed(index.topic, keys)
        outbox.put(index.topic, [key for key in keys if key not in owed])
