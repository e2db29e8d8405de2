"""What waits: submissions, entries that their city changes, parked ones, drafts of editors, and open concerns."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import is_editor
from cities import names
from core import languages
from practices import decisions
from practices.admin.staff import StaffView
from practices.choices import WAITING_STATES, ConcernState, State
from practices.models import Concern, Practice, PracticePage, Step

A_PAGE = 50
CONCERNS = "concerns"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries that wait for the same people."""

    heading: Any
    states: tuple[str, ...]


SHELVES = (
    Shelf(gettext_lazy("Waits for an editor"), tuple(WAITING_STATES)),
    Shelf(gettext_lazy("Waits for the city"), (State.CHANGES_REQUESTED,)),
    Shelf(gettext_lazy("Parked"), (State.PARKED,)),
    Shelf(gettext_lazy("Drafts of editors"), (State.DRAFT,)),
)
STATES = tuple(state for shelf in SHELVES for state in shelf.states)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the list shows it."""

    practice: Practice
    refusal: str  # why the viewer may not decide about it

    @property
    def page(self) -> PracticePage:
        """The text, of which the newest title is shown."""
        assert self.practice.original is not None  # noqa: S101
        return self.practice.original

    @property
    def tongue(self) -> languages.Language:
        """The language of the title."""
        return self.page.language

    @property
    def cities(self) -> str:
        """The cities that it is about, by name."""
        return cities_of(self.practice)

    @property
    def waits(self) -> str:
        """Since when."""
        return days_since(self.practice.since)  # type: ignore[attr-defined]


def waiting() -> int:
    """How much waits for an editor: the number in the menu."""
    return Practice.objects.waiting().count() + open_concerns().count()


def open_concerns() -> QuerySet:
    """The concerns that nobody has answered yet, the first due first."""
    return Concern.objects.filter(state=ConcernState.RECEIVED).order_by("due_on", "received_at")


def entries() -> QuerySet:
    """Everything that stands in the inbox, what waits for editors first, the longest wait first."""
    last = Step.objects.filter(practice=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    concerns = (Concern.objects.filter(practice=OuterRef("pk"), state=ConcernState.RECEIVED).order_by()
                .values("practice").annotate(number=Count("pk")).values("number"))
    shelf = Case(*(When(state__in=each.states, then=Value(place)) for place, each in enumerate(SHELVES)),
                 output_field=IntegerField())
    return (
        Practice.objects.filter(state__in=STATES).exclude(original=None)
        .annotate(since=Coalesce(Subquery(last), F("created_at")), shelf=shelf,
                  concerns_open=Coalesce(Subquery(concerns), 0))
        .select_related("original__locale", "owner_city").prefetch_related("original__cities", "submitters")
        .order_by("shelf", "since", "pk")
    )


def cities_of(practice: Practice) -> str:
    """The cities of an entry by name; a withheld one is named here, where only the staff looks."""
    page = practice.original
    own = _(", ").join(names.label(city.pk) for city in page.cities.all()) if page else ""
    return _("%(cities)s (not named in public)") % {"cities": own} if own and practice.city_withheld else own


def days_since(moment: Any) -> str:
    """How many days ago a moment was, in words."""
    days = (timezone.now() - moment).days
    if days < 1:
        return _("today")
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


class InboxView(StaffView):
    """The list of what waits, by state if asked for; read only, decisions are made on the page of an entry."""

    template_name = "practices/admin/inbox.html"
    page_title = gettext_lazy("Inbox")
    header_icon = "mail"
    http_method_names = ["get", "head"]

    @cached_property
    def wanted(self) -> str:
        """The state that was asked for; nothing for all of them."""
        state = self.request.GET.get("state", "")
        return state if state in (*STATES, CONCERNS) else ""

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many entries there are in each state, and how many concerns are open."""
        found = dict(Practice.objects.filter(Q(state__in=STATES)).exclude(original=None).order_by()
                     .values_list("state").annotate(number=Count("pk")))
        return {**{state: found.get(state, 0) for state in STATES}, CONCERNS: open_concerns().count()}

    def rows(self) -> Page:
        """One page of the list, with the reason where the viewer may not decide."""
        found = entries().filter(state=self.wanted) if self.wanted else entries()
        page = Paginator(found if self.wanted != CONCERNS else Practice.objects.none().order_by("pk"), A_PAGE).get_page(
            self.request.GET.get("p"))
        deciding = is_editor(self.request.user)
        page.object_list = [Row(each, self._refusal(each) if deciding else "") for each in page.object_list]
        return page

    def _refusal(self, practice: Practice) -> str:
        assert practice.original is not None  # noqa: S101
        return decisions.refusal(self.request.user, practice, practice.original.cities.all())

    def shelves(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """The rows under their headings; a heading says how many there are on all pages."""
        on = {place: [row for row in rows if row.practice.shelf == place]  # type: ignore[attr-defined]
              for place in range(len(SHELVES))}
        return [{"heading": shelf.heading, "rows": on[place], "count": sum(self.counts[each] for each in shelf.states)}
                for place, shelf in enumerate(SHELVES) if on[place]]

    def filters(self) -> list[dict[str, Any]]:
        """A link for all, for each state and for concerns."""
        total = sum(self.counts.values())
        return [
            {"key": "", "label": _("All"), "count": total},
            {"key": CONCERNS, "label": _("Concerns"), "count": self.counts[CONCERNS]},
            *({"key": state, "label": State(state).label, "count": self.counts[state]} for state in STATES),
        ]

    def concerns(self) -> list[Concern]:
        """The open concerns, all of them where they were asked for."""
        if self.wanted not in ("", CONCERNS):
            return []
        found = open_concerns().select_related("practice__original__locale")
        return list(found if self.wanted else found[:A_PAGE])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this list."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Concerns, shelves and filters."""
        rows = self.rows()
        return {**super().get_context_data(**kwargs), "filters": self.filters(), "wanted": self.wanted,
                "shelves": self.shelves(rows.object_list), "pages": rows, "concerns": self.concerns(),
                "concern_count": self.counts[CONCERNS], "decides": is_editor(self.request.user),
                "today": timezone.localdate()}
