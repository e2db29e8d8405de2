"""The dry run: every line is read and checked, nothing is made."""
from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import is_editor
from core import audit
from interchange.imports import files
from interchange.imports.columns import COLUMNS
from interchange.models import ImportLine, ImportRun
from practices.bringing_in import doubles
from practices.choices import Kind
from practices.forms_admin import SCHEMES

OF_THE_ENTRY = ("kind", "language", "cities", "keywords", *map(str, SCHEMES))
AT_ONCE = 500


@transaction.atomic
def dry_run(name: str, data: bytes, *, by: Any) -> ImportRun:
    """Read a file and keep its lines with what is wrong with each; raises files.Unreadable, makes no entry."""
    if not is_editor(by):
        raise PermissionDenied
    found = files.lines(name, data)
    run = ImportRun.objects.create(file_name=name[-200:], sha256=hashlib.sha256(data).hexdigest(), by=by)
    lines = [_line(run, number, cells) for number, cells in found]
    _warn_of_doubles(lines)
    ImportLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    audit.record("import.read", run, by=by, lines=len(lines), sha256=run.sha256)
    return run


def _line(run: ImportRun, number: int, cells: dict[str, str]) -> ImportLine:
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, column in COLUMNS.items():
        text = cells.get(name, "").replace("\x00", "").strip()
        if not text and column.needed:
            problems.append(_("“%(column)s” is empty") % {"column": name})
        elif text:
            try:
                values[name] = column.read(text)
            except ValidationError as error:
                problems.append(_("“%(column)s” %(problem)s") % {"column": name, "problem": " ".join(error.messages)})
    problems += _together(values)
    return ImportLine(run=run, number=number, title=str(values.get("title", cells.get("title", "")))[:200],
                      values=values, problems=problems)


def _together(values: dict[str, Any]) -> list[str]:
    """What does not fit together."""
    start, end = values.get("start_year"), values.get("end_year")
    found = []
    if start and end and end < start:
        found.append(_("“end_year” lies before “start_year”"))
    if "kind" in values and values["kind"] != Kind.LESSON_LEARNED and not values.get("cities"):
        found.append(_("“cities” is empty: a case study or programme is about a city"))
    return found


def _warn_of_doubles(lines: Iterable[ImportLine]) -> None:
    """Lines that seem to be in the file twice, or on the site already; they may be brought in all the same."""
    held = list(lines)
    keys = {id(line): (line.title.casefold(), tuple(line.values.get("cities", ()))) for line in held}
    count = Counter(keys.values())
    known = doubles(keys.values())
    for line in held:
        title, cities = keys[id(line)]
        if count[title, cities] > 1:
            line.warnings.append(_("The same title and city stand in this file more than once."))
        if any((title, city) in known for city in cities):
            line.warnings.append(_("This site has an entry with this title and city already."))
