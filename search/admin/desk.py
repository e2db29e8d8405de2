"""The search desk: what was asked, found and opened; the frame of its other pages."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import languages
from search import asked_totals, desk, promoting
from search.models import Asked

PERIODS = (7, 30, 90)
USUAL = 30


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk, for editors, coordinators and administrators."""

    header_icon = "search"
    is_open_to: Callable[[Any], bool] = staticmethod(desk.may_work)
    way: Sequence[tuple[str, Any]] = ()  # the pages above, as name of the address and label

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those whom it is open to."""
        if not self.is_open_to(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the pages above, this page."""
        above = [{"url": reverse(name), "label": label} for name, label in self.way]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]


class OverviewView(DeskView):
    """Questions without results, questions asked most, results opened most; no number tells of a single person."""

    template_name = "search/admin/overview.html"
    page_title = gettext_lazy("What was searched")
    http_method_names = ["get", "head"]

    @property
    def days(self) -> int:
        """The period asked for."""
        asked = self.request.GET.get("days", "")
        return next((days for days in PERIODS if str(days) == asked), USUAL)

    @property
    def ui(self) -> str:
        """The interface language asked for; nothing for all."""
        asked = self.request.GET.get("language", "")
        return asked if languages.is_public(asked) and languages.by_public(asked).interface else ""

    def filters(self) -> dict[str, list[dict[str, Any]]]:
        """Links for the periods and the languages."""
        days, ui = self.days, self.ui
        periods = [
            {"label": ngettext("Last %(count)d day", "Last %(count)d days", each) % {"count": each},
             "current": each == days, "url": f"?days={each}&language={ui}"}
            for each in PERIODS
        ]
        tongues = [{"label": _("All languages"), "current": not ui, "url": f"?days={days}&language="}]
        tongues += [
            {"label": language.name, "lang": language.html, "current": language.public == ui,
             "url": f"?days={days}&language={language.public}"}
            for language in languages.INTERFACE
        ]
        return {"periods": periods, "tongues": tongues}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables of the page."""
        since, ui = timezone.localdate() - timedelta(days=self.days - 1), self.ui
        clicks = asked_totals.clicks(since, ui)
        own = languages.current().public
        cards = promoting.cards_of([click.document for click in clicks], own, self.request.user)
        return {
            **super().get_context_data(**kwargs), **self.filters(),
            "spoken": asked_totals.by_language(since, ui),
            "unanswered": asked_totals.questions(since, ui, Asked.NONE),
            "most_asked": asked_totals.questions(since, ui),
            "clicks": [{"click": click, "card": cards.get(click.document)} for click in clicks],
        }


class DeskItem(MenuItem):
    """A page of the desk in its menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the page would be shown."""
        return desk.may_work(request.user)


class DeskMenu(SubmenuMenuItem):
    """In the main menu, where "Search" is Wagtail's own."""

    def __init__(self) -> None:
        items = [
            DeskItem(gettext_lazy("What was searched"), reverse_lazy("search_desk:overview"), name="search-overview",
                     icon_name="search", order=10),
            DeskItem(gettext_lazy("Promoted results"), reverse_lazy("search_desk:promotions"),
                     name="search-promotions", icon_name="pick", order=20),
            DeskItem(gettext_lazy("Synonyms"), reverse_lazy("search_desk:synonyms"), name="search-synonyms",
                     icon_name="tag", order=30),
        ]
        super().__init__(
            gettext_lazy("Search desk"), Menu(items=items), name="search-desk", icon_name="search", order=260)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether any of its pages would be shown."""
        return desk.may_work(request.user)
