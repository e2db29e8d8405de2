"""Side effects in tests: carried out now, as the worker would, and undone in the indexes when a test is rolled back.

An index in another file or on a server does not roll back with the test's transaction. What a test wrote is noted
before the rollback and read again from the database after it.
"""
from __future__ import annotations

from django.db import transaction

from core import outbox
from core.models import OutboxRow

_touched: set[str] = set()


def settle() -> None:
    """Run what waits for a commit (a test's transaction never commits), then drain the outbox."""
    connection = transaction.get_connection()
    while connection.run_on_commit:
        _sids, callback, _robust = connection.run_on_commit.pop(0)
        callback()
    outbox.drain()


def separate_indexes() -> list:
    """The indexes that are not part of the content's own database."""
    from search import engine

    return [index for index in engine.indexes() if not index.immediate]


def note_touched() -> None:
    """Before the rollback: remember what the indexes were told about."""
    topics = [index.topic for index in separate_indexes()]
    if topics:
        _touched.update(OutboxRow.objects.filter(topic__in=topics).values_list("key", flat=True))


def forget_touched() -> None:
    """After the rollback: bring the indexes back to what the database holds."""
    from search import changes

    keys = sorted(_touched)
    if keys:
        for index in separate_indexes():
            changes.apply(index.engine, keys)
        _touched.clear()
