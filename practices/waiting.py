"""What waits for an editor, whatever it is: entries, concerns, appeals of evidence, keywords; one list and its count.

The list is made of small rows read in a constant number of queries, so that thousands can be filtered and put in order
across their kinds; only what stands on one page is read wholly (`practices/admin/inbox_rows.py`).
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities import names
from core import languages
from practices import withholding
from practices.choices import WAITING_STATES, ConcernState, State
from practices.concerns.days import after_working_days
from practices.models import Appeal, Concern, Practice, PracticePage, Remit, Step
from taxonomy.models import Keyword

WORKING_DAYS = 10  # within which an entry is answered where nobody has set another day
NOBODY = "nobody"


class What(models.TextChoices):
    """The kinds of things that wait."""

    ENTRY = "entry", _("Submission")
    UPDATE = "update", _("Proposed update")
    CONCERN = "concern", _("Concern")
    APPEAL = "appeal", _("Appeal of evidence")
    KEYWORD = "keyword", _("Keyword")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits; a keyword belongs to no entry and so has nothing but its age."""

    what: str
    key: Any
    since: datetime
    due_on: date | None = None
    practice: Any = None
    original: int | None = None
    state: str = ""
    kind: str = ""
    language: str = ""
    assignee: int | None = None
    hubs: frozenset[str] = frozenset()

    @property
    def is_overdue(self) -> bool:
        """Whether its day has gone by."""
        return self.due_on is not None and self.due_on < timezone.localdate()


# ---------- What stands in the list ----------
def in_states(states: Iterable[str]) -> QuerySet:
    """The entries in some states, with the moment since when each is there."""
    last = Step.objects.filter(practice=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    found = Practice.objects.filter(state__in=list(states)).exclude(original=None)
    return found.annotate(since=Coalesce(Subquery(last), F("created_at")))


def entries() -> QuerySet:
    """The entries that wait for an editor, since they came to the editors' desk; taking one up ends no wait."""
    return with_wait(Practice.objects.waiting().exclude(original=None))


def with_wait(practices: QuerySet) -> QuerySet:
    """Practices with the moment since when they wait, which means something where they do."""
    came = Step.objects.filter(practice=OuterRef("pk"), state__in=WAITING_STATES).exclude(was__in=WAITING_STATES)
    last = came.order_by("-at", "-pk").values("at")[:1]
    return practices.annotate(since=Coalesce(Subquery(last), F("created_at")))


def concerns() -> QuerySet:
    """The concerns that nobody has answered yet."""
    return Concern.objects.filter(state=ConcernState.RECEIVED)


def appeals() -> QuerySet:
    """The appeals of cities that nobody has decided yet."""
    return Appeal.objects.filter(answered_at=None)


def keywords() -> QuerySet:
    """The keywords that nobody has accepted yet."""
    return Keyword.objects.waiting()


def count() -> int:
    """How much waits: the number in the menu, and the length of `items()`."""
    return sum(source().count() for source in (entries, concerns, appeals, keywords))


def items(states: Iterable[str] | None = None) -> list[Item]:
    """Everything that waits for an editor, or the entries in other states where those were asked for."""
    if states is not None:
        return list(_entry_items(in_states(states)))
    return [*_entry_items(entries()), *_concern_items(), *_appeal_items(), *_keyword_items()]


FACTS = ("pk", "original", "state", "kind", "original__locale__language_code", "assignee")


def _facts(values: Iterable[Any]) -> dict[str, Any]:
    practice, original, state, kind, language, assignee = values
    return {"practice": practice, "original": original, "state": state, "kind": kind, "assignee": assignee,
            "language": languages.by_django(language).public if language else ""}


def _entry_items(found: QuerySet) -> Iterator[Item]:
    for since, due_on, *facts in found.values_list("since", "due_on", *FACTS):
        known = _facts(facts)
        what = What.UPDATE if known["state"] == State.UPDATE_PROPOSED else What.ENTRY
        yield Item(what, known["practice"], since, due_of(known["state"], due_on, since), **known)


def due_of(state: str, due_on: date | None, since: datetime) -> date | None:
    """The day by which an entry should be answered: the one somebody set, else ten working days; none where it waits
    for nobody here.
    """
    if due_on is not None or state not in WAITING_STATES:
        return due_on
    return after_working_days(timezone.localdate(since), WORKING_DAYS)


def _about(path: str = "practice") -> list[str]:
    return [path if name == "pk" else f"{path}__{name}" for name in FACTS]


def _concern_items() -> Iterator[Item]:
    for key, since, due_on, *facts in concerns().values_list("pk", "received_at", "due_on", *_about()):
        yield Item(What.CONCERN, key, since, due_on, **_facts(facts))


def _appeal_items() -> Iterator[Item]:
    for key, since, due_on, *facts in appeals().values_list("pk", "at", "due_on", *_about()):
        yield Item(What.APPEAL, key, since, due_on, **_facts(facts))


def _keyword_items() -> Iterator[Item]:
    """A keyword has no date of its own: it is as old as the first entry that uses it."""
    first = Min("practice_items__content_object__practice__created_at")
    now = timezone.now()
    for key, since in keywords().order_by().annotate(since=first).values_list("pk", "since"):
        yield Item(What.KEYWORD, key, since or now)


def with_hubs(found: Iterable[Item], *, told: bool = False) -> list[Item]:
    """The same with the hubs of their entries, in two queries however many there are; or with those that are `told`."""
    rows = list(found)
    of_page = (hubs_told if told else hubs_of)({row.original for row in rows if row.original})
    return [replace(row, hubs=of_page.get(row.original, frozenset())) for row in rows]


def hubs_of(originals: Iterable[Any]) -> dict[Any, frozenset[str]]:
    """The hubs of pages: the one that was chosen, and those of the countries of their cities."""
    wanted = set(originals)
    found: dict[Any, set[str]] = {}
    chosen = PracticePage.objects.exclude(hub=None).values_list("pk", "hub__slug")
    for page, slug in chosen:
        found.setdefault(page, set()).add(slug)
    through: Any = PracticePage.cities.through
    for page, city in through.objects.values_list("practicepage", "city"):
        place = names.place(city) if page in wanted else None
        if place is not None and (slug := names.hub_of(place.country)):
            found.setdefault(page, set()).add(slug)
    return {page: frozenset(hubs) for page, hubs in found.items() if page in wanted}


def hubs_told(originals: Iterable[Any]) -> dict[Any, frozenset[str]]:
    """The same, but of an entry whose city is not named only those that everybody may know."""
    wanted = set(originals)
    told = {page: frozenset(hubs) for page, (_regions, hubs) in withholding.told_places().items() if page in wanted}
    return {**hubs_of(wanted - set(told)), **told}


# ---------- Choosing among them ----------
Test = Callable[[Item], bool]


def within(remit: Remit | None) -> Test:
    """Whether something is what somebody looks after; what has no hub or language is everybody's."""
    hubs = frozenset(remit.hubs.values_list("slug", flat=True)) if remit else frozenset()
    tongues = frozenset(remit.languages) if remit else frozenset()
    return lambda item: not (
        (hubs and item.hubs and not hubs & item.hubs) or (tongues and item.language and item.language not in tongues))


def assigned_to(who: str) -> Test:
    """Whether something lies on the desk of the person with this key, or of nobody."""
    return lambda item: item.assignee is None if who == NOBODY else str(item.assignee) == who


ORDERS: dict[str, Callable[[Item], Any]] = {
    "due": lambda item: (item.due_on is None, item.due_on or date.max, item.since, str(item.key)),
    "age": lambda item: (item.since, str(item.key)),
}


def open_concerns_of(practices: Iterable[Any]) -> dict[Any, int]:
    """How many open concerns there are about each of some entries."""
    found = concerns().filter(practice__in=list(practices)).order_by().values("practice")
    return dict(found.annotate(number=Count("pk")).values_list("practice", "number"))
