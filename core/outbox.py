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
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
PATIENCE = timedelta(days=3)
KEPT = timedelta(days=7)

Consumer = Callable[[Sequence[str]], None]
Taken = dict[str, list[OutboxRow]]


class Away(Exception):
    """Raised by a consumer when the server it needs does not answer, so that nothing is wrong with the rows."""


class Later(Exception):
    """Raised by a consumer when a key cannot be carried out for now, such as a mail to a mailbox that is full.

    It waits longer each time, and its tries are counted only after some days. `all_wait` where the server let us wait
    in vain, so that trying the next key at once would only wait again.
    """

    def __init__(self, why: str, *, all_wait: bool = False) -> None:
        self.all_wait = all_wait
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Topic:
    """A registered consumer; `on_commit` topics are drained by the process that wrote, others by the worker only.

    A `slow` one takes one key at a time, and the worker does all else first. `unit` stretches the time in which a row
    is tried eight times: about four minutes of it, in seconds of this length.
    """

    name: str
    consume: Consumer
    on_commit: bool = False
    slow: bool = False
    unit: int = 1


_topics: dict[str, Topic] = {}


def register(
    name: str, consume: Consumer, *, on_commit: bool = False, slow: bool = False, unit: int = 1
) -> None:
    """Name the consumer of a topic; it takes the keys of a batch and raises when it could not carry them out."""
    _topics[name] = Topic(name, consume, on_commit, slow, unit)


def forget(name: str) -> None:
    """Take a topic's consumer back (for tests and changed settings)."""
    _topics.pop(name, None)


def topics(*, slow: bool | None = None) -> tuple[str, ...]:
    """The names of all registered topics, or of the slow or the others alone."""
    return tuple(name for name, topic in _topics.items() if slow is None or topic.slow == slow)


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
        while name in _topics and (count := _drain_batch(_topics[name])) is not None:
            done += count
    return done


def drain_one(name: str) -> bool:
    """One batch of a topic, which is one key where it is slow; whether there was one, so that more may be due."""
    return _drain_batch(_topics[name]) is not None


def _drain_batch(topic: Topic) -> int | None:
    """One batch of a topic, outside any transaction: what a slow server does must not lock the database.

    The number of rows done; None where nothing is due or all waits for the server.
    """
    taken = _take(topic.name, 1 if topic.slow else BATCH)
    if not taken:
        return None
    try:
        topic.consume(list(taken))
    except Away as error:
        _wait(topic, taken, error)
        return None
    except Exception as error:
        if len(taken) > 1:
            return _one_by_one(topic, taken)
        return 0 if _put_off(topic, _rows(taken), error) else None
    return _finish(_rows(taken))


def _one_by_one(topic: Topic, taken: Taken) -> int:
    """After a batch failed: every key for itself, so that one that cannot be carried out holds up no other."""
    done, left = 0, dict(taken)
    for key, rows in taken.items():
        _hold(_rows(left))
        try:
            topic.consume([key])
        except Away as error:
            _wait(topic, left, error)
            return done
        except Exception as error:
            if not _put_off(topic, rows, error):
                del left[key]
                _wait(topic, left, error)
                return done
        else:
            done += _finish(rows)
        del left[key]
    return done


def _take(name: str, size: int) -> Taken:
    """Lease what is due, with all that is still owed for the same keys; a key is never in two hands at once."""
    if not _due(name).exists():
        return {}
    with transaction.atomic():
        _queue_up(name)
        held = OutboxRow.objects.filter(topic=name, state=OutboxRow.TAKEN, due_at__gt=timezone.now())
        due = _due(name).exclude(key__in=held.values("key")).order_by("id")
        keys = list(dict.fromkeys(due.values_list("key", flat=True)[:size]))
        owed = OutboxRow.objects.filter(topic=name, key__in=keys).exclude(state__in=OutboxRow.ENDED)
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


def _wait(topic: Topic, taken: Taken, error: Exception) -> None:
    """Nothing is wrong with the rows: all that is due waits for the server, and no try is counted."""
    logger.warning("Outbox topic %s waits: %s", topic.name, error)
    later = timezone.now() + PAUSE_WHILE_AWAY
    _all(_rows(taken)).update(state=OutboxRow.WAITING, due_at=later, error=str(error)[:500])
    _due(topic.name).filter(state=OutboxRow.WAITING).update(due_at=later)


def _put_off(topic: Topic, rows: Sequence[OutboxRow], error: Exception) -> bool:
    """Let the rows of a key wait, for the server's sake or as a try that failed; whether others may go on."""
    if not isinstance(error, Later):
        _postpone(topic, rows, error)
        return True
    if min(row.created_at for row in rows) > timezone.now() - PATIENCE:
        _let_wait(topic, rows, error)
    else:
        _postpone(topic, rows, error)
    if error.all_wait:
        _wait(topic, {}, error)
    return not error.all_wait


def _let_wait(topic: Topic, rows: Sequence[OutboxRow], error: Later) -> None:
    """No try is counted, but the older a row the longer it waits."""
    now = timezone.now()
    logger.warning("Outbox topic %s: a key waits: %s", topic.name, error)
    for row in rows:
        row.due_at = now + min(max(SHORTEST_WAIT, (now - row.created_at) / 2), LONGEST_WAIT)
        row.state, row.error = OutboxRow.WAITING, str(error)[:500]
    OutboxRow.objects.bulk_update(rows, ["error", "due_at", "state"])


def _postpone(topic: Topic, rows: Sequence[OutboxRow], error: Exception) -> None:
    """Try again later, each row with its own backoff; after eight tries it is dead and alarms."""
    now, reason = timezone.now(), type(error).__name__  # its text may hold an address: it stays out of the log
    for row in rows:
        row.tries += 1
        row.error = str(error)[:500]
        row.due_at = now + timedelta(seconds=min(2**row.tries, 300) * topic.unit)
        row.state = OutboxRow.DEAD if row.tries >= MAX_TRIES else OutboxRow.WAITING
        if row.state == OutboxRow.DEAD:
            logger.critical("Outbox row %s (%s %s) is dead: %s", row.pk, topic.name, row.key, reason)
        else:
            logger.warning("Outbox row %s (%s) failed: %s", row.pk, topic.name, reason)
    OutboxRow.objects.bulk_update(rows, ["tries", "error", "due_at", "state"])


def _all(rows: Sequence[OutboxRow]) -> models.QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(pk__in=[row.pk for row in rows])


def _owed(topic: str) -> models.QuerySet[OutboxRow]:
    """What is not carried out yet, dead rows included."""
    return OutboxRow.objects.filter(topic=topic).exclude(state__in=OutboxRow.ENDED)


def waiting(topic: str) -> list[str]:
    """The keys of a topic that are not carried out yet, dead ones included."""
    return list(_owed(topic).values_list("key", flat=True).distinct())


def owed(topic: str, keys: Iterable[str]) -> set[str]:
    """Those of some keys of a topic that are not carried out yet."""
    return set(_owed(topic).filter(key__in=list(keys)).values_list("key", flat=True))


def lag(topic: str) -> tuple[int, timedelta]:
    """How many rows of a topic wait, and for how long the oldest of them has."""
    rows = OutboxRow.objects.filter(topic=topic, state__in=OutboxRow.OPEN)
    found = rows.aggregate(number=models.Count("pk"), oldest=models.Min("created_at"))
    return found["number"], timezone.now() - found["oldest"] if found["oldest"] else timedelta()


def dead() -> models.QuerySet[OutboxRow]:
    """What failed eight times and waits for somebody to look at it, the oldest first."""
    return OutboxRow.objects.filter(state=OutboxRow.DEAD).order_by("created_at", "pk")


def revive(row: OutboxRow) -> None:
    """Let a dead row be tried eight times again, from now on."""
    row.state, row.tries, row.due_at = OutboxRow.WAITING, 0, timezone.now()
    row.save(update_fields=["state", "tries", "due_at"])


def give_up(row: OutboxRow) -> None:
    """Say that a dead row need not be carried out any more."""
    row.state, row.done_at = OutboxRow.GIVEN_UP, timezone.now()
    row.save(update_fields=["state", "done_at"])


def purge() -> int:
    """Delete what was carried out or given up a week ago or earlier; the number of rows deleted."""
    old = OutboxRow.objects.filter(state__in=OutboxRow.ENDED, done_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
