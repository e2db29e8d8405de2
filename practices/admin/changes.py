"""What changed in a text since somebody read it or decided about it, side by side."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from practices import differences
from practices.admin.staff import StaffView
from practices.models import Practice, PracticePage

OFFERED = 20


class ChangesView(StaffView):
    """Read by the whole staff; another version to compare with can be chosen."""

    template_name = "practices/admin/changes.html"
    page_title = gettext_lazy("What changed")
    header_icon = "history"
    http_method_names = ["get", "head"]

    @cached_property
    def practice(self) -> Practice:
        """The entry of the address."""
        return get_object_or_404(Practice.objects.select_related("owner_city"), pk=self.kwargs["id"])

    @cached_property
    def newest(self) -> PracticePage:
        """Its newest text; what a city has not submitted does not exist here."""
        page = self.practice.newest_text()
        if page is None:
            raise Http404
        return page

    @cached_property
    def since(self) -> int | None:
        """The version that is compared with: the one asked for, else the last that the viewer read."""
        asked = self.request.GET.get("since", "")
        known = {each.pk for each in self.versions()}
        if asked.isascii() and asked.isdigit() and int(asked) in known:
            return int(asked)
        return differences.last_read(self.practice, self.request.user, self.newest)

    def versions(self) -> list[Revision]:
        """The versions before the newest that can be chosen."""
        found = self.newest.revisions.exclude(pk=self.newest.latest_revision_id).order_by("-created_at", "-pk")
        return list(found[:OFFERED])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self.render_to_response(self.get_context_data())

    def get_page_subtitle(self) -> str:
        """The newest title."""
        return str(self.newest.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, the entry, what changed."""
        return [*self.breadcrumbs_items, {"url": reverse("practices_admin:inbox"), "label": _("Inbox")},
                {"url": reverse("practices_admin:review", args=[self.practice.pk]), "label": _("Review")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The fields that differ."""
        old = differences.version(self.newest, self.since)
        return {
            **super().get_context_data(**kwargs), "practice": self.practice, "tongue": self.newest.language,
            "old": old, "new": self.newest.latest_revision, "since": self.since,
            "read": self.newest.revisions.filter(pk=self.since).first() if self.since else None,
            "differences": differences.between(old, self.newest) if old else [], "versions": self.versions(),
        }
