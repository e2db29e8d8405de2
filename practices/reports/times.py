"""How long cities wait: from handing in to the first answer of the editors' desk, and to the decision."""
from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cities import names
from practices import waiting
from practices.choices import WAITING_STATES, State
from practices.models import Practice, Step
from practices.reports.table import Cell, Table, few

DECIDED = (State.PUBLISHED, State.DECLINED)
DAY = 86_400
SHARE = 0.9


@dataclass(slots=True)
class Case:
    """What was handed in once: a new entry until it is decided, or a proposed update."""

    practice: Any
    came: datetime
    answered: datetime | None = None
    answered_by: Any = None
    decided: datetime | None = None
    again: int = 0  # how often it was handed in again after changes

    @property
    def days_to_answer(self) -> float | None:
        """From handing in to the first step of an editor; taking it up is one, as the city is told."""
        return _days(self.came, self.answered)

    @property
    def days_to_decision(self) -> float | None:
        """From handing in to yes or no, changes included."""
        return _days(self.came, self.decided)


def _days(since: datetime, until: datetime | None) -> float | None:
    return None if until is None else (until - since).total_seconds() / DAY


def cases() -> list[Case]:
    """Every case in the order in which they came, from the steps of all entries, in one query."""
    found: list[Case] = []
    open_ones: dict[Any, Case] = {}
    steps = Step.objects.order_by("at", "pk").values_list("practice", "was", "state", "refused", "by", "at")
    for practice, was, state, refused, by, at in steps:
        case = open_ones.get(practice)
        if state in WAITING_STATES and was not in WAITING_STATES and was != State.PARKED:
            open_ones[practice] = _handed_in(found, case, practice, at)
        elif case is not None:
            _went_on(case, was, state, refused, by, at)
            if case.decided or state == State.WITHDRAWN:
                del open_ones[practice]
    return found


def _handed_in(found: list[Case], case: Case | None, practice: Any, at: datetime) -> Case:
    if case is not None:
        case.again += 1
        return case
    found.append(Case(practice, at))
    return found[-1]


def _went_on(case: Case, was: str, state: str, refused: bool, by: Any, at: datetime) -> None:
    if case.answered is None and was in WAITING_STATES and state != State.WITHDRAWN:
        case.answered, case.answered_by = at, by
    if state in DECIDED or refused:
        case.decided = at


def median(values: Sequence[float]) -> float | None:
    """The middle one, one digit after the point."""
    return round(statistics.median(values), 1) if values else None


def ninetieth(values: Sequence[float]) -> float | None:
    """What nine of ten do not exceed, by nearest rank."""
    return round(sorted(values)[math.ceil(len(values) * SHARE) - 1], 1) if values else None


# ---------- As tables ----------
Group = Callable[[Case], Iterable[tuple[str, ...]]]


def figures(found: Iterable[Case]) -> list[Cell]:
    """Number, median and nine of ten to the first answer and to the decision, and how many people answered."""
    own = list(found)
    answers = [each.days_to_answer for each in own if each.days_to_answer is not None]
    decisions = [each.days_to_decision for each in own if each.days_to_decision is not None]
    people = {each.answered_by for each in own if each.answered_by is not None}
    return [Cell(len(own)), Cell(len(answers)), Cell(median(answers)), Cell(ninetieth(answers)), Cell(len(decisions)),
            Cell(median(decisions)), Cell(ninetieth(decisions)), Cell(few(len(people)))]


def _headings(*first: str) -> list[str]:
    return [*first, _("Came in"), _("Answered"), _("Days to first answer (median)"),
            _("Days to first answer (nine of ten)"), _("Decided"), _("Days to decision (median)"),
            _("Days to decision (nine of ten)"), _("People who answered")]


def grouped(found: Iterable[Case], group: Group) -> dict[tuple[str, ...], list[Case]]:
    """The cases by what they are grouped under; one with two hubs stands under both."""
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in found:
        for name in group(case):
            groups.setdefault(name, []).append(case)
    return groups


def month(case: Case) -> list[tuple[str, ...]]:
    """The month in which it was handed in."""
    return [(f"{case.came:%Y-%m}",)]


def hubs() -> Group:
    """The hubs of its entry; read here once for all."""
    originals = dict(Practice.objects.exclude(original=None).values_list("pk", "original"))
    of_page = waiting.hubs_told(originals.values())

    def group(case: Case) -> list[tuple[str, ...]]:
        return [(slug,) for slug in sorted(of_page.get(originals.get(case.practice), ()))] or [("",)]

    return group


def _hub(slug: str) -> str:
    return names.hub_label(slug) if slug else _("No hub")


def by_month(found: Iterable[Case]) -> Table:
    """A row for each month, the newest first."""
    groups = grouped(found, month)
    return Table("times", _("By month of handing in"), _headings(_("Month")), [
        [Cell(name[0]), *figures(groups[name])] for name in sorted(groups, reverse=True)])


def by_hub(found: Iterable[Case], of: Group) -> Table:
    """A row for each hub."""
    groups = grouped(found, of)
    return Table("times", _("By regional hub"), _headings(_("Regional hub")), [
        [Cell(_hub(name[0])), *figures(groups[name])] for name in sorted(groups)])


def by_month_and_hub(found: Iterable[Case], of: Group) -> Table:
    """A row for each month and hub, as a file is read."""
    groups = grouped(found, lambda case: [(*month(case)[0], *hub) for hub in of(case)])
    return Table("times", "", _headings(_("Month"), _("Regional hub")), [
        [Cell(name[0]), Cell(_hub(name[1])), *figures(groups[name])] for name in sorted(groups, reverse=True)])
