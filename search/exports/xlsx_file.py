"""A workbook of Excel: made in a temporary file first, because its directory stands at its end."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from core import languages
from search.exports.entries import About, Entry, cells
from search.exports.guarding import guarded

IN_MEMORY = 4_000_000
BLOCK = 65_536
WIDTHS = (50, 16, 20, 24, 22, 8, 8, 28, 80, 50, 14, 38)
LONGEST_CELL = 32_767


def write(entries: Iterable[Entry], about: About) -> Iterator[bytes]:
    """The workbook in blocks; it is whole before the first one is given."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - open until the last block is sent
    try:
        _workbook(entries, about).save(file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
    finally:
        file.close()


def _workbook(entries: Iterable[Entry], about: About) -> Workbook:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    sheet.sheet_view.rightToLeft = languages.by_public(about.ui).direction == "rtl"
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.append([_heading(sheet, heading) for heading in about.headings])
    try:
        _fill(sheet, entries, about)
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # else its temporary file stays until the process ends
        raise
    return book


def _fill(sheet: Any, entries: Iterable[Entry], about: About) -> None:
    count = 0
    for entry in entries:
        sheet.append([_cell(value) for value in cells(entry)])
        count += 1
    sheet.append([about.counted(count)])


def _heading(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(value: Any) -> Any:
    own = guarded(value)
    return own[:LONGEST_CELL] if isinstance(own, str) else own
