"""Where the embedded index lives: in the content's own SQLite database, or in a file of its own."""
from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction

BUSY_SECONDS = 5


class Database(Protocol):
    """Gives connections of the standard library, with the transaction that a read or a write needs.

    `where` names the place for this process's memory; a database `follows` when it commits with the content, so that
    its index is complete even before anything was written.
    """

    follows: bool

    @property
    def where(self) -> str:
        """The place of the index."""

    def read(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection that sees one state of the index from beginning to end."""

    def write(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection in a transaction that commits at the end, or not at all."""


class DjangoDatabase:
    """The content's own database: the index commits and rolls back with the content."""

    follows = True

    @property
    def where(self) -> str:
        """The file of the database."""
        return str(connection.settings_dict["NAME"])

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Inside the running transaction if there is one, so that it sees its own changes."""
        connection.ensure_connection()
        with _snapshot(connection.connection) as raw:
            yield raw

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Part of the running transaction if there is one."""
        with transaction.atomic():
            yield connection.connection


class OwnFile:
    """A file beside a content database that is not SQLite; one connection for each thread of each process."""

    follows = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = threading.local()

    @property
    def where(self) -> str:
        """The file."""
        return str(self._path)

    def _connection(self) -> sqlite3.Connection:
        known = getattr(self._known, "connection", None)
        if known is None or self._known.process != os.getpid():  # a connection must not cross a fork
            self._path.parent.mkdir(parents=True, exist_ok=True)
            known = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
            known.execute("PRAGMA journal_mode=WAL")
            known.execute("PRAGMA synchronous=NORMAL")
            self._known.connection, self._known.process = known, os.getpid()
        return known

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One state of the index."""
        with _snapshot(self._connection()) as raw:
            yield raw

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that takes the write lock at once; a nested one takes part in it."""
        raw = self._connection()
        if raw.in_transaction:
            yield raw
            return
        raw.execute("BEGIN IMMEDIATE")
        try:
            yield raw
        except BaseException:
            raw.execute("ROLLBACK")
            raise
        raw.execute("COMMIT")

    def close(self) -> None:
        """Close this thread's connection."""
        known = getattr(self._known, "connection", None)
        if known is not None:
            known.close()
            self._known.connection = None


@contextmanager
def _snapshot(raw: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Several reads that see the same state, as long as no transaction is open that gives it already."""
    if raw.in_transaction:
        yield raw
        return
    raw.execute("BEGIN")
    try:
        yield raw
    finally:
        raw.execute("ROLLBACK")
