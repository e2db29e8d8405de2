"""Side effects as rows: written in the transaction of the change, carried out afterwards, retried, never lost.

A topic has one consumer, registered by the app that carries it out. A row says only *what* changed (topic and key);
the consumer reads the present state from the database, so order and repetition do not matter.
"""
from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.models import OutboxRow

logger = logging.getLogger(__name__)
MAX_TRIES = 8
BATCH = 200

Consumer = Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Topic:
    """A registered consumer; `on_commit` topics are drained by the process that wrote, others by the worker only."""

    name: str
    consume: Consumer
    on_commit: bool


_topics: dict[str, Topic] = {}


def register(name: str, consume: Consumer, *, on_commit: bool = False) -> None:
    """Name the consumer of a topic; it takes the keys of a batch and raises when it could not carry them out."""
    _topics[name] = Topic(name, consume, on_commit)


def forget(name: str) -> None:
    """Take a topic's consumer back (for tests and changed settings)."""
    _topics.pop(name, None)


def topics() -> tuple[str, ...]:
    """The names of all registered topics."""
    return tuple(_topics)


def put(topic: str, keys: Iterable[str]) -> None:
    """Write one row per key; must be called inside the transaction of the change."""
    rows = [OutboxRow(topic=topic, key=str(key)) for key in keys]
    if not rows:
        return
    OutboxRow.objects.bulk_create(rows)
    known = _topics.get(topic)
    if known and known.on_commit:
        transaction.on_commit(lambda: _drain_quietly(topic))


def _drain_quietly(topic: str) -> None:
    try:
        drain([topic])
    except Exception:
        logger.exception("Outbox topic %s waits for the worker", topic)


def drain(topics: Iterable[str] | None = None) -> int:
    """Carry out what is due, batch by batch; the number of rows done. Failing rows are kept for a later try."""
    done = 0
    for name in list(topics) if topics is not None else list(_topics):
        while name in _topics and (count := _drain_batch(_topics[name])):
            done += count
    return done


def _drain_batch(topic: Topic) -> int:
    """One batch of a topic under a row lock, so that two workers never carry out the same rows at once."""
    with transaction.atomic():
        due = OutboxRow.objects.filter(topic=topic.name, state=OutboxRow.WAITING, due_at__lte=timezone.now())
        rows = list(due.select_for_update(skip_locked=True).order_by("id")[:BATCH]) if _can_lock() else list(
            due.order_by("id")[:BATCH]
        )
        if not rows:
            return 0
        keys = list(dict.fromkeys(row.key for row in rows))
        try:
            with transaction.atomic():
                topic.consume(keys)
        except Exception as error:
            logger.warning("Outbox topic %s: %s rows failed: %s", topic.name, len(rows), error)
            _postpone(topic, rows, str(error))
            return 0
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=OutboxRow.DONE, done_at=timezone.now(), error=""
        )
        return len(rows)


def _can_lock() -> bool:
    return transaction.get_connection().features.has_select_for_update_skip_locked


def _postpone(topic: Topic, rows: Sequence[OutboxRow], error: str) -> None:
    """Try a failed batch again later, each row with its own backoff; after eight tries it is dead and alarms."""
    now = timezone.now()
    for row in rows:
        row.tries += 1
        row.error = error[:500]
        row.due_at = now + timedelta(seconds=min(2**row.tries, 300))
        if row.tries >= MAX_TRIES:
            row.state = OutboxRow.DEAD
            logger.critical("Outbox row %s (%s %s) is dead: %s", row.pk, topic.name, row.key, error)
    OutboxRow.objects.bulk_update(rows, ["tries", "error", "due_at", "state"])


def waiting(topic: str) -> list[str]:
    """The keys of a topic that are not carried out yet, dead ones included."""
    rows = OutboxRow.objects.filter(topic=topic).exclude(state=OutboxRow.DONE)
    return list(rows.values_list("key", flat=True).distinct())
