"""Answers that repeat: rows that can be added, taken out and moved with ordinary buttons, without a script.

A row has an id from the moment it is shown, so that saving it twice makes one row. A button of a row saves what was
typed in all of them and comes back to the row.
"""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import languages
from practices.desk.fields import plain_text, too_long

BUTTON = "row"
ADD, REMOVE, UP, DOWN, LOOK = "add", "remove", "up", "down", "look"
LINE, TEXT, ADDRESS, LANGUAGE = "line", "text", "url", "language"
MOST = 20  # rows of one answer
HIGHEST = 60  # numbers that are read from what is sent
LONGEST_ADDRESS = 1000  # characters
COMPLETE = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Part:
    """One input of a row; `needed` says what to write where it is empty in a row that says something."""

    name: str
    label: Any
    kind: str = LINE
    most: int = 300
    help: Any = ""
    example: Any = ""
    needed: Any = ""

    def cleaned(self, typed: Any) -> str:
        """What was typed, as it is kept."""
        text = str(typed or "").replace("\x00", "")
        if self.kind == LANGUAGE:
            return languages.by_public(text).django if languages.is_public(text) else _known_language(text)
        return plain_text(text) if self.kind == TEXT else " ".join(text.split())

    def problem(self, text: str) -> str:
        """What to do about a value; nothing where it is all right."""
        if not text:
            return str(self.needed)
        if len(text) > self.most:
            return too_long(len(text), self.most)
        return _no_address(text) if self.kind == ADDRESS else ""


def _known_language(code: str) -> str:
    return code if any(code == each.django for each in languages.ALL) else ""


def _no_address(text: str) -> str:
    try:
        COMPLETE(text)
    except forms.ValidationError:
        return _("This is not a complete address. It looks like https://www.city.example/report.")
    return ""


class Sent(forms.Widget):
    """Reads what was sent: a whole list at once, or inputs that are numbered, after the button that was used."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """The rows in their order."""
        rows = whole(data, name)
        if rows is None:
            rows = [dict(_parts(data, f"{name}-{number}-")) for number in range(HIGHEST)]
            rows = _moved([row for row in rows if row], wanted(data), name)
        return [row for row in rows if isinstance(row, dict)]


def whole(data: Any, name: str) -> list[Any] | None:
    """A list that was sent, or is kept, as one value; None where it was not."""
    found = data.get(name)
    if isinstance(found, str):
        with suppress(ValueError, RecursionError):  # no list, or lists in lists without an end
            found = json.loads(found)
    return found if isinstance(found, list) else None


def _parts(data: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    return ((key.removeprefix(prefix), data[key]) for key in data if key.startswith(prefix))


def wanted(data: Any) -> tuple[str, str, int]:
    """The answer, the work and the row of the button that was used; empty where another one was."""
    name, work, number = [*str(data.get(BUTTON, "")).split(), "", "", ""][:3]
    return name, work, int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else -1


def _moved(rows: list[Any], button: tuple[str, str, int], name: str) -> list[Any]:
    asked, work, number = button
    if asked != name or not 0 <= number < len(rows):
        return rows
    if work == REMOVE:
        return [*rows[:number], *rows[number + 1:]]
    other = {UP: number - 1, DOWN: number + 1}.get(work, number)
    if 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]
    return rows


class Rows(forms.Field):
    """An answer of rows; `one` names a row by its number, `add` is what the button below them says."""

    said = True
    widget = Sent

    def __init__(self, *parts: Part, one: Any, add: Any, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.parts, self.one, self.add = parts, one, add

    def to_python(self, value: Any) -> list[dict[str, str]]:
        """The rows that say anything, each with an id of its own."""
        rows: dict[str, dict[str, str]] = {}
        for _number, id, texts in self._said(value):
            id = _id(id, rows)
            rows[id] = {"id": id, **texts}
        return list(rows.values())

    def _said(self, value: Any) -> Iterator[tuple[int, Any, dict[str, str]]]:
        """Number, id and texts of each row that says anything."""
        for number, row in enumerate(value or ()):
            texts = {part.name: part.cleaned(row.get(part.name)) for part in self.parts}
            if any(texts.values()):
                yield number, row.get("id"), texts

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The rows; each mistake has the number of its row and the name of its part as its code."""
        found = [forms.ValidationError(problem, code=f"{number}-{part.name}")
                 for number, _id_of_row, texts in self._said(value) for part in self.parts
                 if (problem := part.problem(texts[part.name]))]
        rows = self.to_python(value)
        if len(rows) > MOST:
            found.append(forms.ValidationError(ngettext(
                "There may be %(most)d. Take some out.", "There may be up to %(most)d. Take some out.", MOST) % {
                    "most": MOST}))
        if found:
            raise forms.ValidationError(found)
        return rows

    def kept(self, value: Any, longest: int) -> list[dict[str, str]] | None:
        """Rows with mistakes, to be mended later; None where they are too much to keep."""
        rows = self.to_python(value)
        too_much = len(rows) > HIGHEST or any(len(text) > longest for row in rows for text in row.values())
        return None if too_much else rows


def _id(given: Any, taken: Mapping[str, Any]) -> str:
    with suppress(ValueError):
        id = str(UUID(str(given)))
        if id not in taken:
            return id
    return str(uuid4())


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of a row as its template needs it."""

    part: Part
    name: str
    value: str
    problems: tuple[str, ...]

    @property
    def described_by(self) -> str:
        """The ids of what helps and of what is wrong."""
        return " ".join([f"{self.name}-help"] * bool(self.part.help) + [f"{self.name}-error"] * bool(self.problems))

    @property
    def selected(self) -> str:
        """The public code of a chosen language."""
        return next((each.public for each in languages.ALL if each.django == self.value), "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as its template needs it."""

    number: int
    id: str
    name: str
    cells: tuple[Cell, ...]
    label: str  # such as "Outcome 2"
    first: bool
    last: bool


def shown(bound: BoundField, *, more: bool) -> tuple[Row, ...]:
    """The rows of a field, and an empty one where there is none or one was asked for."""
    rows = list(bound.value() or ())
    if more or not rows:
        rows.append({})
    problems: dict[str, list[str]] = {}
    for place, message in errors(bound):
        problems.setdefault(place, []).append(message)
    field: Any = bound.field
    return tuple(_row(number, row, bound.name, field, problems, len(rows)) for number, row in enumerate(rows))


def _row(number: int, row: Mapping[str, Any], name: str, field: Rows, problems: Any, count: int) -> Row:
    id = str(row.get("id") or uuid4())
    cells = tuple(Cell(part, f"{name}-{number}-{part.name}", str(row.get(part.name) or ""),
                       tuple(problems.get(f"{number}-{part.name}", ()))) for part in field.parts)
    return Row(number, id, name, cells, field.one % {"number": number + 1}, number == 0, number == count - 1)


def errors(bound: BoundField) -> Iterator[tuple[str, str]]:
    """Each mistake with the number of its row and the name of its part."""
    for error in bound.errors.as_data() if bound.errors else ():
        yield from ((str(error.code or ""), message) for message in error.messages)


def places(bound: BoundField) -> Iterator[tuple[str, str, str]]:
    """For the summary of mistakes: where each is, what the field is called, what to do."""
    field: Any = bound.field
    for code, message in errors(bound):
        number, _dash, part = code.partition("-")
        if part:
            yield f"{bound.name}-{code}", field.one % {"number": int(number) + 1}, message
        else:
            yield f"rows-{bound.name}", str(bound.label), message


def in_words(field: Rows, rows: Any) -> str:
    """Rows as they are read: one paragraph each, a line for every part that says something."""
    return "\n\n".join("\n".join(
        _told(part, str(row[part.name]), labelled=number > 1) for number, part in enumerate(field.parts)
        if row.get(part.name)) for row in rows or ())


def _told(part: Part, text: str, *, labelled: bool) -> str:
    """The first two parts speak for themselves, the others are named."""
    if part.kind == LANGUAGE:
        text = next((each.name for each in languages.ALL if each.django == text), text)
    return _("%(label)s: %(text)s") % {"label": part.label, "text": text} if labelled else text

