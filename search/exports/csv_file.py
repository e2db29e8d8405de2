"""Comma-separated values after RFC 4180, in UTF-8 with the mark by which Excel knows it."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from search.contract import SearchUnavailable
from search.exports.entries import About, Entry, cells
from search.exports.guarding import guarded

BOM = "\ufeff"


def write(entries: Iterable[Entry], about: About) -> Iterator[bytes]:
    """A row for each entry; the last line says how many there are, or that the file was broken off."""
    yield (BOM + _row(about.headings)).encode()
    count = 0
    try:
        for entry in entries:
            yield _row(cells(entry)).encode()
            count += 1
    except SearchUnavailable:
        yield _row([about.broken_off(count)]).encode()
        return
    yield _row([about.counted(count)]).encode()


def _row(values: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([guarded(_plain(value)) for value in values])
    return out.getvalue()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
