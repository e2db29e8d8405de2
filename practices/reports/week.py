"""One week of the editors' desk in figures: what came in, what was decided, what waits, what readers asked for."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.cldr import language_name
from practices import waiting
from practices.choices import State
from practices.models import Concern, LanguageWish, Practice, Step
from practices.reports import times
from practices.reports.table import few

WISHES_OF = timedelta(days=28)
WISHED_MOST = 5
YEARS = {str(year) for year in range(2000, 2200)}  # far from where days end, so that every week has neighbours
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """The week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def named(cls, name: str) -> Week | None:
        """The week of an ISO name such as 2026-W07; None where there is none."""
        known = _WEEK.fullmatch(name)
        try:
            return cls(date.fromisocalendar(int(known[1]), int(known[2]), 1)) if known and known[1] in YEARS else None
        except ValueError:
            return None

    @property
    def name(self) -> str:
        """The ISO name."""
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def start(self) -> datetime:
        """The first moment that belongs to it."""
        return timezone.make_aware(datetime.combine(self.monday, time.min))

    @property
    def end(self) -> datetime:
        """The first moment that does not."""
        return timezone.make_aware(datetime.combine(self.monday + timedelta(days=7), time.min))

    def away(self, weeks: int) -> Week:
        """An earlier or a later one."""
        return Week(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class Line:
    """A figure, with what it counts and the list of it."""

    label: str
    value: Any
    url: str = ""


@dataclass(slots=True)
class Part:
    """Figures that belong together."""

    heading: str
    lines: list[Line] = field(default_factory=list)


def parts(week: Week) -> list[Part]:
    """The whole digest; what waits is counted now, whatever the week."""
    moves = _moves(week)
    return [_came(moves), _decided(moves), _waits(), _times(week), _concerns(week), _unconfirmed(moves), _wishes(week)]


Moves = dict[tuple[str, str, bool], int]


def _moves(week: Week) -> Moves:
    """How often entries went from one state to another."""
    found = Step.objects.filter(at__gte=week.start, at__lt=week.end).order_by().values_list("was", "state", "refused")
    return {(was, state, refused): number for was, state, refused, number in found.annotate(number=Count("pk"))}


def _to(moves: Moves, state: str, was: Iterable[str] | None = None, *, refused: bool = False) -> int:
    return sum(number for (before, after, no), number in moves.items()
               if after == state and no == refused and (was is None or before in was))


def _came(moves: Moves) -> Part:
    return Part(_("Came in"), [
        Line(_("New entries"), _to(moves, State.SUBMITTED, [State.DRAFT]), _inbox(state=State.SUBMITTED)),
        Line(_("Handed in again after changes"), _to(moves, State.SUBMITTED, [State.CHANGES_REQUESTED])),
        Line(_("Proposed updates"), _to(moves, State.UPDATE_PROPOSED), _inbox(state=State.UPDATE_PROPOSED)),
    ])


def _decided(moves: Moves) -> Part:
    refused = sum(number for (_was, _state, no), number in moves.items() if no)
    return Part(_("Decided"), [
        Line(_("Published"), _to(moves, State.PUBLISHED)), Line(_("Declined"), _to(moves, State.DECLINED)),
        Line(_("Updates not taken"), refused),
        Line(_("Given back for changes"), _to(moves, State.CHANGES_REQUESTED),
             _inbox(state=State.CHANGES_REQUESTED)),
        Line(_("Parked"), _to(moves, State.PARKED), _inbox(state=State.PARKED)),
    ])


def _waits() -> Part:
    items = waiting.items()
    nobody = [item for item in items if item.assignee is None]
    return Part(_("Waits now"), [
        Line(_("Everything in the inbox"), len(items), _inbox()),
        Line(_("Overdue"), sum(item.is_overdue for item in items), _inbox(overdue="on")),
        Line(_("On nobody’s desk"), len(nobody), _inbox(who=waiting.NOBODY)),
    ])


def _times(week: Week) -> Part:
    cases = times.cases()
    answers = [each.days_to_answer or 0.0 for each in cases if _inside(week, each.answered)]
    decisions = [each.days_to_decision or 0.0 for each in cases if _inside(week, each.decided)]
    url = reverse("practices_admin:report", args=["times"])
    return Part(_("How long cities waited"), [
        Line(_("Days to first answer (median)"), _or_none(times.median(answers)), url),
        Line(_("Days to decision (median)"), _or_none(times.median(decisions)), url),
    ])


def _inside(week: Week, moment: datetime | None) -> bool:
    return moment is not None and week.start <= moment < week.end


def _or_none(value: float | None) -> Any:
    return _("none") if value is None else value


def _concerns(week: Week) -> Part:
    inside = {"gte": week.start, "lt": week.end}
    found = Concern.objects.aggregate(
        received=Count("pk", filter=Q(**{f"received_at__{name}": value for name, value in inside.items()})),
        answered=Count("pk", filter=Q(**{f"answered_at__{name}": value for name, value in inside.items()})))
    return Part(_("Concerns"), [
        Line(_("Received"), found["received"], reverse("practices_admin:report", args=["concerns"])),
        Line(_("Answered"), found["answered"]),
        Line(_("Open now"), waiting.concerns().count(), _inbox(what=waiting.What.CONCERN)),
    ])


def _unconfirmed(moves: Moves) -> Part:
    url = f"{reverse('practice_list:index')}?state={State.UNCONFIRMED}"
    return Part(_("Not confirmed by their city"), [
        Line(_("New this week"), _to(moves, State.UNCONFIRMED)),
        Line(_("Now"), Practice.objects.filter(state=State.UNCONFIRMED).exclude(original=None).count(), url),
        Line(_("Archived this week"), _to(moves, State.ARCHIVED)),
    ])


def wished_most(until: datetime) -> list[tuple[Any, str, int]]:
    """Entry, language and number of readers, of the last four weeks, the most wished first."""
    days = {"day__gte": (until - WISHES_OF).date(), "day__lt": until.date()}
    found = LanguageWish.objects.filter(**days).order_by().values_list("practice", "language")
    return list(found.annotate(number=Count("pk")).order_by("-number", "practice", "language")[:WISHED_MOST])


def _wishes(week: Week) -> Part:
    found = wished_most(week.end)
    practices = Practice.objects.filter(pk__in=[key for key, _language, _number in found]).select_related("original")
    titles = {each.pk: str(each) for each in practices}
    return Part(_("Translations wished most, in four weeks"), [
        Line(_("“%(title)s” in %(language)s") % {"title": titles.get(key, ""), "language": language_name(language)},
             few(number), reverse("practices_admin:review", args=[key])) for key, language, number in found])


def _inbox(**asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("practices_admin:inbox") + (f"?{query}" if query else "")
