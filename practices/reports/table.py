"""A report is a table: shown on a page, or written to a file that no spreadsheet takes for formulas."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

from core import languages
from core.cldr import long_date
from search.exports.csv_file import BOM
from search.exports.entries import line
from search.exports.guarding import guarded
from search.exports.xlsx_file import LONGEST_CELL

FEW = 5
LIST_SIZE = 31  # letters of a sheet's name


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, where it leads, and what is said beside it."""

    value: Any = ""
    url: str = ""
    note: str = ""
    much: bool = False  # stands out, and its note says why
    gap: bool = False
    tongue: languages.Language | None = None  # of a text that is not in the interface language

    @property
    def shown(self) -> Any:
        """The value as a page shows it."""
        if isinstance(self.value, date):
            return long_date(self.value)
        return "–" if self.value is None else self.value

    @property
    def is_figure(self) -> bool:
        """Whether it stands under other figures."""
        return isinstance(self.value, int | float)


@dataclass(slots=True)
class Table:
    """Headings and rows; the first cell of a row says what the row is about."""

    name: str
    caption: str
    headings: Sequence[str]
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def values(self) -> list[list[Any]]:
        """The rows without anything but their values."""
        return [[cell.value for cell in row] for row in self.rows]


def few(number: int) -> Any:
    """A number of persons; under five it is not said exactly."""
    return number if number == 0 or number >= FEW else f"< {FEW}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return guarded(line(value) if isinstance(value, str) else "" if value is None else value)


def as_csv(table: Table) -> bytes:
    """Comma-separated values, with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in _lines(table))
    return (BOM + out.getvalue()).encode()


def as_xlsx(table: Table) -> bytes:
    """A workbook with one sheet, from right to left where the interface runs so."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:LIST_SIZE])
    sheet.sheet_view.rightToLeft = languages.current().direction == "rtl"
    sheet.freeze_panes = "B2"
    for row in _lines(table):
        sheet.append([_cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: Any) -> Any:
    own = _plain(value)
    return own[:LONGEST_CELL] if isinstance(own, str) else own


def _lines(table: Table) -> Iterable[Iterable[Any]]:
    yield table.headings
    yield from table.values


WRITERS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
