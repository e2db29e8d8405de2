"""Side effects as rows: written in the transaction of the change, carried out afterwards, retried, never lost.

A topic has one consumer, registered by the app that carries it out. A row says only *what* changed (topic and key);
the consumer reads the present state from the database, so order and repetition do not matter.
"""
from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

from core.models import OutboxRow

logger = logging.getLogger(__name__)
MAX_TRIES = 8
BATCH = 200
LEASE = timedelta(minutes=2)  # longer than one key takes; whoever dies with rows in hand delays them by this
PAUSE_WHILE_AWAY = timedelta(seconds=5)
KEPT = timedelta(days=7)

Consumer = Callable[[Sequence[str]], None]
Taken = dict[str, list[OutboxRow]]


class Away(Exception):
    """Raised by a consumer when the server it needs does not answer, so that nothing is wrong with the rows."""


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
    """One batch of a topic, outside any transaction: what a slow server does must not lock the database."""
    taken = _take(topic.name)
    if not taken:
        return 0
    try:
        topic.consume(list(taken))
    except Away as error:
        return _wait(topic, taken, error)
    except Exception as error:
        if len(taken) > 1:
            return _one_by_one(topic, taken)
        _postpone(topic, _rows(taken), error)
        return 0
    return _finish(_rows(taken))


def _one_by_one(topic: Topic, taken: Taken) -> int:
    """After a batch failed: every key for itself, so that one that cannot be carried out holds up no other."""
    done, left = 0, dict(taken)
    for key, rows in taken.items():
        _hold(_rows(left))
        try:
            topic.consume([key])
        except Away as error:
            return done + _wait(topic, left, error)
        except Exception as error:
            _postpone(topic, rows, error)
        else:
            done += _finish(rows)
        del left[key]
    return done


def _take(name: str) -> Taken:
    """Lease what is due, with all that is still owed for the same keys; a key is never in two hands at once."""
    if not _due(name).exists():
        return {}
    with transaction.atomic():
        _queue_up(name)
        held = OutboxRow.objects.filter(topic=name, state=OutboxRow.TAKEN, due_at__gt=timezone.now())
        due = _due(name).exclude(key__in=held.values("key")).order_by("id")
        keys = list(dict.fromkeys(due.values_list("key", flat=True)[:BATCH]))
        owed = OutboxRow.objects.filter(topic=name, key__in=keys).exclude(state=OutboxRow.DONE)
        taken: Taken = {key: [] for key in keys}
        for row in owed.order_by("id"):
            taken[row.key].append(row)
        _hold(_rows(taken))
    return taken


def _due(name: str) -> models.QuerySet[OutboxRow]:
    """What waits, and what somebody took and did not bring to an end."""
    return OutboxRow.objects.filter(topic=name, state__in=OutboxRow.OPEN, due_at__lte=timezone.now())


def _queue_up(name: str) -> None:
    """Take turns with other processes; SQLite does so by itself, as every transaction there has the one lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"outbox.{name}"])


def _rows(taken: Taken) -> list[OutboxRow]:
    return [row for rows in taken.values() for row in rows]


def _hold(rows: Sequence[OutboxRow]) -> None:
    """Lease rows from now on; who dies with them leaves them to others when the lease ends."""
    _all(rows).update(state=OutboxRow.TAKEN, due_at=timezone.now() + LEASE)


def _finish(rows: Sequence[OutboxRow]) -> int:
    _all(rows).update(state=OutboxRow.DONE, done_at=timezone.now(), error="")
    return len(rows)


def _wait(topic: Topic, taken: Taken, error: Exception) -> int:
    """Nothing is wrong with the rows: all that is due waits for the server, and no try is counted."""
    logger.warning("Outbox topic %s waits: %s", topic.name, error)
    later = timezone.now() + PAUSE_WHILE_AWAY
    _all(_rows(taken)).update(state=OutboxRow.WAITING, due_at=later, error=str(error)[:500])
    _due(topic.name).filter(state=OutboxRow.WAITING).update(due_at=later)
    return 0


def _postpone(topic: Topic, rows: Sequence[OutboxRow], error: Exception) -> None:
    """Try again later, each row with its own backoff; after eight tries it is dead and alarms."""
    now, reason = timezone.now(), type(error).__name__  # its text may hold an address: it stays out of the log
    for row in rows:
        row.tries += 1
        row.error = str(error)[:500]
        row.due_at = now + timedelta(seconds=min(2**row.tries, 300))
        row.state = OutboxRow.DEAD if row.tries >= MAX_TRIES else OutboxRow.WAITING
        if row.state == OutboxRow.DEAD:
            logger.critical("Outbox row %s (%s %s) is dead: %s", row.pk, topic.name, row.key, reason)
        else:
            logger.warning("Outbox row %s (%s) failed: %s", row.pk, topic.name, reason)
    OutboxRow.objects.bulk_update(rows, ["tries", "error", "due_at", "state"])


def _all(rows: Sequence[OutboxRow]) -> models.QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(pk__in=[row.pk for row in rows])


def waiting(topic: str) -> list[str]:
    """The keys of a topic that are not carried out yet, dead ones included."""
    rows = OutboxRow.objects.filter(topic=topic).exclude(state=OutboxRow.DONE)
    return list(rows.values_list("key", flat=True).distinct())


def purge() -> int:
    """Delete what was carried out a week ago or earlier; the number of rows deleted."""
    old = OutboxRow.objects.filter(state=OutboxRow.DONE, done_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
