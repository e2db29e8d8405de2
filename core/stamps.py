"""Tables that every process keeps in memory and rebuilds when their stamp in the database has changed.

A list of concepts or cities must cost no query per row. A stamp is a random value in one small table; all stamps are
read by one query, at most once per request (outside requests at most once per second).
"""
from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.core.signals import request_finished, request_started
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from core.updates import rows_updated

Table = TypeVar("Table")
OUTSIDE_REQUESTS_SECONDS = 1.0


class _Reading:
    """The stamps as one request (or one second of a command) has read them."""

    def __init__(self, *, in_request: bool) -> None:
        self.in_request = in_request
        self.stamps: dict[str, str] | None = None
        self.read_at = 0.0

    def current(self) -> dict[str, str]:
        """Stamp by table name, read from the database only when due."""
        aged = not self.in_request and time.monotonic() - self.read_at > OUTSIDE_REQUESTS_SECONDS
        if self.stamps is None or aged:
            from core.models import Stamp

            self.stamps = dict(Stamp.objects.values_list("name", "value"))
            self.read_at = time.monotonic()
        return self.stamps


_reading: ContextVar[_Reading | None] = ContextVar("stamps", default=None)
_tables: list[StampedTable[Any]] = []


def _present_reading() -> _Reading:
    reading = _reading.get()
    if reading is None:
        reading = _Reading(in_request=False)
        _reading.set(reading)
    return reading


def _start_request(**_kwargs: Any) -> None:
    _reading.set(_Reading(in_request=True))


def _finish_request(**_kwargs: Any) -> None:
    _reading.set(None)


request_started.connect(_start_request, dispatch_uid="stamps-start")
request_finished.connect(_finish_request, dispatch_uid="stamps-finish")


class StampedTable(Generic[Table]):
    """One table in memory: its name, and the function that builds it from the database."""

    def __init__(self, name: str, build: Callable[[], Table]) -> None:
        self.name = name
        self._build = build
        self._held: tuple[str, Table] | None = None
        _tables.append(self)

    def get(self) -> Table:
        """The table as the database last stamped it."""
        stamp = _present_reading().current().get(self.name, "")
        held = self._held
        if held is None or held[0] != stamp:
            held = (stamp, self._build())
            self._held = held
        return held[1]

    def touch(self, **_kwargs: Any) -> None:
        """Say that what the table is built from has changed; usable as a signal receiver."""
        from core.models import Stamp

        Stamp.objects.bulk_create(
            [Stamp(name=self.name, value=uuid.uuid4().hex)],
            update_conflicts=True, unique_fields=["name"], update_fields=["value"],
        )
        self.forget()

    def follow(self, *models: type[Model]) -> None:
        """Touch the table whenever one of these is saved, updated or deleted.

        Called where the models are defined: apps that index what they name connect later, and so read a fresh table.
        """
        for model in models:
            post_save.connect(self.touch, sender=model, dispatch_uid=f"{self.name}-saved-{model.__name__}")
            post_delete.connect(self.touch, sender=model, dispatch_uid=f"{self.name}-deleted-{model.__name__}")
            rows_updated.connect(self.touch, sender=model, dispatch_uid=f"{self.name}-updated-{model.__name__}")

    def forget(self) -> None:
        """Drop this process's copy."""
        self._held = None
        _present_reading().stamps = None


def forget_all() -> None:
    """Drop every table of this process, as a test that undoes its writes needs."""
    for table in _tables:
        table.forget()


def read_again() -> None:
    """Ask the database for the stamps when a table is needed next: what is written for others rests on the present."""
    _present_reading().stamps = None
