"""The file of addresses that goes out to be checked, and the one that comes back."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import is_editor
from core import audit
from practices.links.cited import Cited
from practices.models import LinkCheck
from search.exports.csv_file import BOM, csv_line

COLUMNS = ("url", "works", "status", "checked_on", "archived_url", "note", "entries")
NEEDED = ("url", "works")
MOST_ROWS, MOST_BYTES = 20_000, 5_000_000
TRUE, FALSE = {"1", "yes", "true", "ok", "y"}, {"0", "no", "false", "dead", "n"}
LONGEST = {"url": 1000, "archived_url": 1000, "note": 500}
_is_address = URLValidator(schemes=["http", "https"])


class NotAFile(Exception):
    """What came in is no file of checks at all; the text says what is expected."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that was not taken, with what is wrong with it."""

    line: int
    sentence: str


def export(cited: Iterable[Cited]) -> Iterator[str]:
    """The file that goes out: a line for each address, with what is known of it and how many entries cite it."""
    yield BOM + csv_line(COLUMNS)
    for each in cited:
        check = each.check
        yield csv_line([
            each.url, "" if check is None else "yes" if check.works else "no", check.status if check else "",
            check.checked_on if check else "", each.copy, check.note if check else "", len(each.places),
        ])


def read(data: bytes) -> tuple[list[LinkCheck], list[Wrong]]:
    """The checks of a file and the lines that are wrong; nothing is saved. NotAFile where it cannot be read at all."""
    if len(data) > MOST_BYTES:
        raise NotAFile(_("The file is larger than 5 MB. Divide it."))
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        if not set(NEEDED) <= set(rows.fieldnames or ()):
            raise NotAFile(_("The first line names the columns; “url” and “works” are needed."))
        return _checked(rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotAFile(_("This is no CSV file in UTF-8. Export the list and fill in that file.")) from error


def _checked(rows: csv.DictReader[str]) -> tuple[list[LinkCheck], list[Wrong]]:
    good: dict[str, LinkCheck] = {}
    wrong: list[Wrong] = []
    for row in rows:
        if rows.line_num > MOST_ROWS + 1:
            raise NotAFile(_("The file has more than 20,000 lines. Divide it."))
        given = {name: (row.get(name) or "").strip() for name in COLUMNS}
        try:
            check = _check(given)
        except ValidationError as error:
            wrong.append(Wrong(rows.line_num, " ".join(error.messages)))
        else:
            good[check.url] = check
    return list(good.values()), wrong


def _check(given: dict[str, str]) -> LinkCheck:
    for name in ("url", "archived_url"):
        if given[name] or name == "url":
            _address(given[name])
    for name, most in LONGEST.items():
        if len(given[name]) > most:
            raise ValidationError(_("“%(column)s” is too long.") % {"column": name})
    works = given["works"].casefold()
    if works not in TRUE | FALSE:
        raise ValidationError(_("“works” is yes or no."))
    return LinkCheck(url=given["url"], works=works in TRUE, status=_status(given["status"]), note=given["note"],
                     checked_on=_day(given["checked_on"]), archived_url=given["archived_url"])


def _address(text: str) -> None:
    try:
        _is_address(text)
    except ValidationError as error:
        raise ValidationError(_("“%(text)s” is no address.") % {"text": text[:80]}) from error


def _status(text: str) -> int | None:
    if not text:
        return None
    if not (len(text) == 3 and text.isascii() and text.isdigit() and 100 <= int(text) <= 599):
        raise ValidationError(_("“status” is a number from 100 to 599."))
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise ValidationError(_("“checked_on” is a day such as 2026-11-23.")) from error
    if day > timezone.localdate():
        raise ValidationError(_("“checked_on” lies in the future."))
    return day


@transaction.atomic
def take(checks: Iterable[LinkCheck], *, by: Any) -> int:
    """Keep checks; an older one never replaces a newer one. How many were kept."""
    if not is_editor(by):
        raise PermissionDenied
    known = {check.url: check.checked_on for check in LinkCheck.objects.all()}
    newer = [check for check in checks if check.url not in known or check.checked_on >= known[check.url]]
    for check in newer:
        check.imported_by, check.imported_at = by, timezone.now()
    LinkCheck.objects.bulk_create(
        newer, update_conflicts=True, unique_fields=["url"], batch_size=500,
        update_fields=["works", "status", "checked_on", "archived_url", "note", "imported_by", "imported_at"])
    if newer:
        audit.record("links.checked", by, by=by, number=len(newer))
    return len(newer)
