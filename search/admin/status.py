"""How search stands, and what failed for good: seen by editors and administrators, who may have it tried again."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from core import audit, outbox, visibility
from core.models import OutboxRow
from search import standing
from search.admin.desk import DeskView

SHOWN = 100  # dead rows on the page
LONGEST_KEY = 18  # digits
OWN = "search."  # topics whose errors hold no address of a person


def may_look(user: Any) -> bool:
    """Whether the page is open to an account: editors and administrators."""
    return visibility.EDITOR in visibility.tokens_of(user)


class StatusView(DeskView):
    """Engines, counts, lag, vectors, analysers, the last comparison, and what is dead."""

    template_name = "search/admin/status.html"
    page_title = gettext_lazy("How search stands")
    is_open_to = staticmethod(may_look)
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        dead = outbox.dead()
        return super().get_context_data(
            **kwargs, indexes=[_shown(each) for each in standing.standings()], meaning=standing.meaning(),
            dead=[_row(row, self.request.user) for row in dead[:SHOWN]], dead_count=dead.count(),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Have a dead row tried again, or give it up."""
        with transaction.atomic():
            number = request.POST.get("row", "")
            row = get_object_or_404(
                OutboxRow.objects.select_for_update(), state=OutboxRow.DEAD,
                pk=int(number) if number.isascii() and number.isdigit() and len(number) < LONGEST_KEY else 0)
            if request.POST.get("what") == "give-up":
                outbox.give_up(row)
                audit.record("outbox.given_up", row, by=request.user, topic=row.topic, key=row.key)
                messages.success(request, _("It was given up."))
            else:
                outbox.revive(row)
                audit.record("outbox.tried_again", row, by=request.user, topic=row.topic, key=row.key)
                messages.success(request, _("It is tried again."))
        return redirect("search_admin:status")


class StatusItem(MenuItem):
    """In the menu of reports; the number of what is dead is part of the label."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("How search stands"), reverse_lazy("search_admin:status"), name="search-status",
                         icon_name="search", order=900)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the page would be shown."""
        return may_look(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """The link, with the number where something is dead."""
        item = super().render_component(request)
        if count := outbox.dead().count():
            item.label = _("How search stands (%(count)d)") % {"count": count}
        return item


def _shown(each: standing.Standing) -> dict[str, Any]:
    """An index as the page shows it."""
    return {
        "name": each.index.name,
        "role": _("answers") if each.answers else _("answers while the main search is away"),
        "available": each.status.available,
        "documents": each.status.documents,
        "detail": list(each.status.detail.items()),
        "immediate": each.index.immediate,
        "waiting": each.waiting,
        "oldest": timesince(timezone.now() - each.oldest) if each.waiting else "",
        "dead": each.dead,
        "state": each.state,
        "analysers": list(standing.analysers(each.index.name).items()),
    }


def _row(row: OutboxRow, user: Any) -> dict[str, Any]:
    """A dead row; why a message failed may name its receiver, and is read by administrators alone."""
    read = row.topic.startswith(OWN) or visibility.role("administrator") in visibility.tokens_of(user)
    error = row.error if read else _("Administrators see why.")
    return {"pk": row.pk, "topic": row.topic, "key": row.key, "error": error, "since": row.created_at}
