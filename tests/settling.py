"""Waiting for side effects in tests: what is due is carried out now, as the worker would."""
from __future__ import annotations

from django.db import transaction

from core import outbox


def settle() -> None:
    """Run what waits for a commit (a test's transaction never commits), then drain the outbox."""
    connection = transaction.get_connection()
    while connection.run_on_commit:
        _sids, callback, _robust = connection.run_on_commit.pop(0)
        callback()
    outbox.drain()
    refresh_indexes()


def refresh_indexes() -> None:
    """Make an Elasticsearch index show what was written; the embedded one always does."""
    from search import engine

    for index in engine.indexes():
        refresh = getattr(index.engine, "refresh", None)
        if refresh:
            refresh()
