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
    yield (BOM + csv_line(about.headings)).encode()
    count = 0
    try:
        for entry in entries:
            yield csv_line(cells(entry)).encode()
            count += 1
    except SearchUnavailable:
        yield csv_line([about.broken_off(count)]).encode()
        return
    yield csv_line([about.counted(count)]).encode()


def csv_line(values: Iterable[Any]) -> str:
    """A line of a file, guarded against formulas."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([guarded(_plain(value)) for value in values])
    return out.getvalue()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
