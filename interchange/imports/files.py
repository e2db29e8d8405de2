"""Lines of a CSV or XLSX file, and the template that shows which columns there are."""
from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from core.documents import cleaning
from interchange.imports.columns import COLUMNS

MOST_BYTES = 15 * 1024 * 1024
MOST_LINES = 5_000
LARGEST_CELL = 32_000
Line = tuple[int, dict[str, str]]


class Unreadable(Exception):
    """What came in is no file of entries; the text says what is expected."""


def lines(name: str, data: bytes) -> list[Line]:
    """The filled lines of a file by their number in it, each with its cells by column; raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 15 MB. Divide it."))
    ending = name.rsplit(".", 1)[-1].casefold()
    if ending == "csv":
        return _by_column(_csv(data))
    if ending == "xlsx":
        return _by_column(_xlsx(data))
    raise Unreadable(_("Files can be CSV in UTF-8 or XLSX. Save it in one of these formats."))


def _csv(data: bytes) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    try:
        text = data.decode("utf-8-sig")
        separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(_("This is no CSV file in UTF-8. Save it once more as “CSV UTF-8”.")) from error


def _xlsx(data: bytes) -> Iterator[list[str]]:
    """The cells of the first sheet; the file was unpacked and rewritten in a limited process before it is opened."""
    try:
        clean = cleaning.clean(ContentFile(data, name="import.xlsx"))
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(clean.read()), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        for row in sheet.iter_rows(max_col=len(COLUMNS) * 2, max_row=MOST_LINES * 2, values_only=True):
            yield [_cell(value) for value in row]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("This workbook cannot be read. Save it once more, or as CSV.")) from error


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, datetime)):
        return str(value.year)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "" if value is None else str(value)
    if len(text) > LARGEST_CELL:
        raise Unreadable(_("A cell has more than 32,000 characters. Shorten it."))
    return text


def _by_column(rows: Iterable[list[str]]) -> list[Line]:
    """The first line names the columns, in any order; those that are not known are said, never dropped silently."""
    numbered = enumerate(rows, start=1)
    _number, head = next(numbered, (0, []))
    names = [cell.strip().casefold() for cell in head]
    while names and not names[-1]:
        names.pop()
    _check_head(names)
    found = []
    for number, row in numbered:
        cells = {name: text for name, text in zip(names, row, strict=False) if text.strip()}
        if cells:
            found.append((number, cells))
        if len(found) > MOST_LINES:
            raise Unreadable(_("The file has more than 5,000 lines. Divide it."))
    if not found:
        raise Unreadable(_("There is no line below the names of the columns."))
    return found


def _check_head(names: list[str]) -> None:
    needed = [column.name for column in COLUMNS.values() if column.needed and column.name not in names]
    if needed:
        raise Unreadable(_("The first line names the columns. These are missing: %(names)s") % {
            "names": ", ".join(needed)})
    if unknown := [name or "?" for name in names if name not in COLUMNS]:
        raise Unreadable(_("These columns are not known: %(names)s. The template names all.") % {
            "names": ", ".join(unknown)[:200]})
    if doubled := {name for name, times in Counter(names).items() if times > 1}:
        raise Unreadable(_("These columns stand there twice: %(names)s") % {"names": ", ".join(sorted(doubled))})


def template_csv() -> bytes:
    """The names of the columns and one invented line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerow(column.example for column in COLUMNS.values())
    return ("\ufeff" + out.getvalue()).encode()


def template_xlsx(codes: Iterable[tuple[str, str, str]]) -> bytes:
    """The same as a workbook, with a second sheet of every code (column, code, label)."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101
    sheet.title = "entries"
    sheet.append(list(COLUMNS))
    sheet.append([column.example for column in COLUMNS.values()])
    sheet.freeze_panes = "A2"
    second = book.create_sheet("codes")
    for row in codes:
        second.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
