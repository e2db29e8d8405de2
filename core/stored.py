"""Whether rows and stored files agree: each row's file is there, byte for byte, and each file has a row.

A file is written before the row that refers to it is certain, and deleted after the row is gone. Whoever is killed in
between leaves a file that nobody refers to, never a row without its file; `sweep` removes it.
"""
from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField, Model
from django.utils import timezone

from core.uploads.clean import digest_of

logger = logging.getLogger(__name__)
YOUNG = timedelta(days=1)  # no transaction lasts so long, not even where somebody set the clock wrong
ALWAYS, SHARE = 100, 10  # a sweep takes this many files, and more only where they are at most a tenth of all
AT_ONCE = 200  # files between two breaths

Breathe = Callable[[], None]
Said = Callable[[int, int], None]


class Suspicious(Exception):
    """Too much has no row: rather the wrong database or folder than left over."""


@dataclass(slots=True)
class Report:
    """What was found, by stored name."""

    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # other bytes than were recorded, or nothing was recorded
    orphans: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.missing or self.changed or self.orphans)

    def lines(self) -> Iterator[str]:
        """In words, for an operator."""
        yield f"{self.rows} rows, {self.files} files"
        yield from (f"MISSING: {name}" for name in self.missing)
        yield from (f"NOT AS RECORDED: {name}" for name in self.changed)
        yield from (f"WITHOUT A ROW: {name}" for name in self.orphans)


def verify(said: Said = lambda done, total: None, *, young: timedelta = YOUNG) -> Report:
    """Compare every row with its file and every file with the rows; files younger than `young` may still get one."""
    report = Report(orphans=orphans(young=young), files=sum(1 for _name in _files()))
    rows = list(_rows())
    for report.rows, (name, recorded) in enumerate(rows, start=1):
        if not default_storage.exists(name):
            report.missing.append(name)
        elif recorded is not None and digest_of(default_storage.open(name)) != recorded:
            report.changed.append(name)
        said(report.rows, len(rows))
    return report


def orphans(*, young: timedelta = YOUNG) -> list[str]:
    """Files that no row refers to; the files are listed first, so that a row written meanwhile is seen."""
    before = timezone.now() - young
    old = [name for name in _files() if default_storage.get_modified_time(name) <= before]
    known = {name for name, _digest in _rows()}
    return sorted(name for name in old if name not in known)


def sweep(breathe: Breathe = lambda: None, *, young: timedelta = YOUNG) -> int:
    """Delete what no row refers to; the number of files. Suspicious where that is more than can be left over."""
    found = orphans(young=young)
    every = sum(1 for _name in _files()) if len(found) > ALWAYS else 0
    if len(found) * SHARE > every > 0:
        logger.critical("%s of %s stored files have no row; none was deleted. See media_verify.", len(found), every)
        raise Suspicious(f"{len(found)} of {every} stored files have no row; none was deleted.")
    for number, name in enumerate(found):
        default_storage.delete(name)
        if number % AT_ONCE == AT_ONCE - 1:
            breathe()
    if found:
        logger.warning("%s stored files had no row and were deleted", len(found))
    return len(found)


def _files(folder: str = "") -> Iterator[str]:
    """The names of all stored files."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return  # never made yet, or gone meanwhile
    for name in files:
        yield str(PurePosixPath(folder, name))
    for name in folders:
        yield from _files(str(PurePosixPath(folder, name)))


def _rows() -> Iterator[tuple[str, str | None]]:
    """Every stored name that a row of any app refers to, with the SHA-256 that the row has a place for."""
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, FileField) and column.storage == default_storage:
                yield from _named(model, column)


def _named(model: type[Model], column: Any) -> Iterator[tuple[str, str | None]]:
    recorded = any(each.name == "sha256" for each in model._meta.concrete_fields)
    rows = model._base_manager.exclude(**{column.name: ""}).exclude(**{column.name: None})
    for row in rows.values_list(column.name, *(["sha256"] if recorded else [])).iterator():
        yield row[0], row[1] if recorded else None
