"""Where there are entries and where there are none: two of region, hub, level, form and language side by side."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities import geography, names
from core import languages
from practices import waiting, withholding
from practices.choices import READABLE_STATES
from practices.models import Practice, PracticePage
from practices.reports.table import Cell, Table
from taxonomy import labels
from taxonomy.schemes import Scheme

UNSAID = ""  # entries about which an axis says nothing
NO_ONE_FORM = "any"  # “not limited to one form” crowds out nobody
WORTH_A_SHARE = 3  # entries of a row below which a share says nothing
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Axis:
    """Something by which entries are counted; `parameter` is its name among the filters of the list of entries."""

    name: str
    label: Any
    codes: Callable[[], Iterable[str]]
    label_of: Callable[[str], str]
    parameter: str
    value: Callable[[str], str] = str


def _widest() -> list[str]:
    return [code for code in geography.regions() if len(geography.with_parents(code)) == 1]


def _tongues() -> list[str]:
    return [each.public for each in languages.ALL]


def _labelled(scheme: str) -> Callable[[str], str]:
    return lambda code: labels.label(scheme, code)


AXES = {axis.name: axis for axis in (
    Axis("region", gettext_lazy("Region"), _widest, geography.region_name, "region"),
    Axis("subregion", gettext_lazy("Sub-region"),
         lambda: [code for code in geography.regions() if len(geography.with_parents(code)) > 1],
         geography.region_name, "region"),
    Axis("hub", gettext_lazy("Regional hub"), lambda: [hub.slug for hub in names.hubs()], names.hub_label, "hub"),
    Axis("level", Scheme.LEVEL.label, lambda: labels.codes(Scheme.LEVEL), _labelled(Scheme.LEVEL), "level"),
    Axis("form", Scheme.FORM.label, lambda: labels.codes(Scheme.FORM), _labelled(Scheme.FORM), "form"),
    Axis("language", gettext_lazy("Language"), _tongues, lambda code: languages.by_public(code).name, "locale",
         lambda code: languages.by_public(code).django),
)}
Codes = dict[str, tuple[str, ...]]


@dataclass(slots=True)
class Counted:
    """How often codes of two axes meet, and how many entries each has."""

    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    all: int = 0


def facts() -> list[Codes]:
    """The codes of every published entry by axis, in a constant number of queries."""
    published = Practice.objects.filter(state__in=READABLE_STATES).exclude(original=None)
    found: dict[int, Codes] = {}
    for page, code in published.values_list("original", "original__locale__language_code"):
        found[page] = {"language": (languages.by_django(code).public,)}
    for page, scheme, code in _concepts():
        if page in found:
            found[page][scheme] = _with(found[page].get(scheme), labels.canonical(scheme, code))
    for page, regions in _regions():
        if page in found:
            found[page]["region"] = _with(found[page].get("region"), *regions[:1])
            found[page]["subregion"] = _with(found[page].get("subregion"), *regions[1:])
    for page, hubs in waiting.hubs_told(found).items():
        found[page]["hub"] = tuple(sorted(hubs))
    return list(found.values())


def _with(known: tuple[str, ...] | None, *codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(known or ()), *codes]))


def _concepts() -> Iterable[tuple[int, str, str]]:
    through: Any = PracticePage.concepts.through
    rows = through.objects.filter(
        concept__scheme__in=(Scheme.FORM, Scheme.LEVEL), practicepage__original_of__state__in=READABLE_STATES)
    return rows.order_by("pk").values_list("practicepage", "concept__scheme", "concept__code")


def _regions() -> Iterator[tuple[int, Sequence[str]]]:
    """The regions of each city of each entry; where it is not named those that everybody may know."""
    through: Any = PracticePage.cities.through
    rows = through.objects.filter(
        practicepage__original_of__state__in=READABLE_STATES, practicepage__original_of__city_withheld=False)
    for page, city in rows.order_by("pk").values_list("practicepage", "city"):
        if place := names.place(city):
            yield page, place.regions
    yield from ((page, regions) for page, (regions, _hubs) in withholding.told_places().items())


def count(found: Iterable[Codes], row: Axis, column: Axis, chosen: Mapping[str, str]) -> Counted:
    """Count the entries that have what was chosen on other axes; one with two codes counts under both."""
    counted = Counted()
    for codes in found:
        if any(code not in codes.get(name, ()) for name, code in chosen.items()):
            continue
        own, across = codes.get(row.name) or (UNSAID,), codes.get(column.name) or (UNSAID,)
        counted.all += 1
        for code in own:
            counted.rows[code] = counted.rows.get(code, 0) + 1
            for other in across:
                counted.cells[code, other] = counted.cells.get((code, other), 0) + 1
        for other in across:
            counted.columns[other] = counted.columns.get(other, 0) + 1
    return counted


# ---------- As tables ----------
def matrix(found: Iterable[Codes], row: Axis, column: Axis, chosen: Mapping[str, str]) -> Table:
    """Every code of one axis against every code of the other, with the share that each has of its row."""
    counted = count(found, row, column, chosen)
    rows, columns = _shown(row, counted.rows), _shown(column, counted.columns)
    table = Table("coverage", _("Published entries: %(rows)s by %(columns)s") % {
        "rows": row.label, "columns": column.label},
        [str(row.label), *(_name(column, code) for code in columns), _("All"), _("More than half")])
    for code in rows:
        own = counted.rows.get(code, 0)
        cells = [_cell(counted, (row, code), (column, other), chosen) for other in columns]
        table.rows.append([Cell(_name(row, code)), *cells, _total(own, {**chosen, row.name: code}),
                           Cell(_largest(counted, code, column))])
    totals = [_total(counted.columns.get(code, 0), {**chosen, column.name: code}) for code in columns]
    table.rows.append([Cell(_("All")), *totals, _total(counted.all, chosen), Cell("")])
    return table


def _shown(axis: Axis, counts: Mapping[str, int]) -> list[str]:
    """All codes of an axis, so that gaps are seen; of the many languages those that are there or of the interface."""
    codes = list(axis.codes())
    if axis.name == "language":
        own = {each.public for each in languages.INTERFACE}
        codes = [code for code in codes if code in own or counts.get(code)]
    others = [code for code in counts if code and code not in codes]
    return [*codes, *sorted(others), *([UNSAID] if counts.get(UNSAID) else [])]


def _name(axis: Axis, code: str) -> str:
    return axis.label_of(code) if code else _("Not said")


def _cell(counted: Counted, row: tuple[Axis, str], column: tuple[Axis, str], chosen: Mapping[str, str]) -> Cell:
    own, number = counted.rows.get(row[1], 0), counted.cells.get((row[1], column[1]), 0)
    if not number:
        return Cell(0, gap=True)
    url = _drill({**chosen, row[0].name: row[1], column[0].name: column[1]})
    return Cell(number, url, _percent(number, own), much=is_much(number, own, column[1]))


def _total(number: int, codes: Mapping[str, str]) -> Cell:
    return Cell(number, _drill(codes) if number else "", gap=not number)


def _percent(number: int, of: int) -> str:
    return _("%(share)d %%") % {"share": round(100 * number / of)}


def is_much(number: int, of: int, code: str) -> bool:
    """Whether one code holds more than half of a row that is large enough to say so."""
    return of >= WORTH_A_SHARE and number / of > HALF and code not in (NO_ONE_FORM, UNSAID)


def _largest(counted: Counted, code: str, column: Axis) -> str:
    own = counted.rows.get(code, 0)
    much = [other for (row, other), number in counted.cells.items() if row == code and is_much(number, own, other)]
    return _(", ").join(_name(column, other) for other in much)


def _drill(codes: Mapping[str, str]) -> str:
    """The list of exactly the entries that a cell counts; none where something is not said."""
    if UNSAID in codes.values():
        return ""
    query = [("state", str(state)) for state in READABLE_STATES]
    query += [(AXES[name].parameter, AXES[name].value(code)) for name, code in codes.items()]
    return f"{reverse('practice_list:index')}?{urlencode(query)}"


def long_table(found: Iterable[Codes], row: Axis, column: Axis, chosen: Mapping[str, str]) -> Table:
    """The same with a line for each cell, as a file is read."""
    counted = count(found, row, column, chosen)
    table = Table("coverage", "", [str(row.label), str(column.label), _("Entries"), _("Share of the row"),
                                   _("More than half")])
    for code in _shown(row, counted.rows):
        own = counted.rows.get(code, 0)
        for other in _shown(column, counted.columns):
            number = counted.cells.get((code, other), 0)
            much = _("yes") if is_much(number, own, other) else ""
            share = round(number / own, 3) if own else None
            table.rows.append([Cell(_name(row, code)), Cell(_name(column, other)), Cell(number), Cell(share),
                               Cell(much)])
    return table
