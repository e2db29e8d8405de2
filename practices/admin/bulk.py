"""Changing many entries at once: the confirmation, what became of each, and the list of such changes to undo."""
from __future__ import annotations

import time
import uuid
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from practices.actions import MoveRefused, NotReady
from practices.admin.bulk_forms import FORMS, BulkForm, offered
from practices.admin.inbox_rows import cities_of
from practices.admin.staff import StaffView
from practices.bulk import running
from practices.bulk.kinds import KINDS, Kind
from practices.models import BulkChange, Practice

AT_ONE_GO = 15.0  # seconds; then the page says how far it is and offers to carry on
A_PAGE = 50
ENTRY = "entry"


def _late() -> running.Late:
    end = time.monotonic() + AT_ONE_GO
    return lambda: time.monotonic() > end


def _entries(keys: list[str]) -> dict[str, Practice]:
    """The chosen entries in the order of the list; what is no key counts as not chosen."""
    known = []
    for key in keys:
        try:
            known.append(uuid.UUID(key))
        except ValueError:
            continue
    found = Practice.objects.filter(pk__in=known).exclude(original=None).select_related(
        "original__locale").prefetch_related("original__cities").in_bulk()
    return {str(key): found[key] for key in dict.fromkeys(known) if key in found}


def _lines(entries: dict[str, Practice]) -> list[dict[str, Any]]:
    return [{"id": key, "practice": practice, "cities": cities_of(practice), "tongue": practice.original.language,
             "title": practice.original.draft_title or practice.original.title,
             "revision": practice.original.latest_revision_id}
            for key, practice in entries.items() if practice.original is not None]


class BulkView(StaffView):
    """Shows what is about to be changed and asks what the change needs; a second posting does it."""

    template_name = "practices/admin/bulk.html"
    header_icon = "list-ul"
    http_method_names = ["post"]

    @cached_property
    def kind(self) -> Kind:
        """What is to be done; PermissionDenied for what this account may not do."""
        kind = KINDS.get(self.request.POST.get("action", ""))
        if kind is None or kind not in offered(self.request.user):
            raise PermissionDenied(_("Your role does not allow this change."))
        return kind

    @cached_property
    def entries(self) -> dict[str, Practice]:
        """The entries that were chosen, one more than is possible at most."""
        return _entries(self.request.POST.getlist(ENTRY)[:running.AT_ONCE + 1])

    @cached_property
    def back(self) -> str:
        """The list that the entries were chosen in."""
        asked = self.request.POST.get("next", "")
        safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return asked if safe else reverse("practices_admin:inbox")

    def get_page_title(self) -> str:
        """The name of the change."""
        return str(self.kind.label)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The confirmation, or the change itself once it is confirmed."""
        if refused := self._too_many_or_none():
            messages.error(request, refused)
            return redirect(self.back)
        confirmed = "confirmed" in request.POST
        form = FORMS[self.kind.name](request.POST if confirmed else None)
        if not confirmed or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422 if confirmed else 200)
        return self._begun(form)

    def _too_many_or_none(self) -> str:
        _kind = self.kind
        if not self.entries:
            return _("Choose at least one entry.")
        if len(self.entries) > running.AT_ONCE:
            return _("Choose %(count)d entries at most.") % {"count": running.AT_ONCE}
        return ""

    def _begun(self, form: BulkForm) -> HttpResponse:
        seen = self.request.POST.get
        wanted = [(key, form.wanted(each, seen(f"seen-{key}", ""))) for key, each in self.entries.items()]
        change = running.begin(self.kind.name, wanted, by=self.request.user)
        running.carry_on(change, by=self.request.user, late=_late())
        return redirect("practices_admin:bulk-change", change.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The change, its form and the entries."""
        return {**super().get_context_data(**kwargs), "kind": self.kind, "lines": _lines(self.entries),
                "back": self.back}


class UndoForm(forms.Form):
    """Why a change is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Where entries were published or archived, their cities read it."))


class BulkChangeView(StaffView):
    """What became of each entry; here the rest is carried on with, and here the change is undone."""

    template_name = "practices/admin/bulk_change.html"
    page_title = gettext_lazy("Change of several entries")
    header_icon = "list-ul"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def change(self) -> BulkChange:
        """The change of the address."""
        return get_object_or_404(BulkChange.objects.select_related("by", "undone_by"), pk=self.kwargs["id"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry on, or undo."""
        try:
            if request.POST.get("step") == "undo":
                running.undo(self.change, by=request.user, reason=request.POST.get("reason", "")[:2000], late=_late())
            else:
                running.carry_on(self.change, by=request.user, late=_late())
        except (MoveRefused, NotReady, PermissionDenied) as refused:
            messages.error(request, str(refused))
        return redirect("practices_admin:bulk-change", self.change.pk)

    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        """The entries by what became of them."""
        lines = {line["id"]: line for line in _lines(_entries([row["id"] for row in self.change.rows]))}
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.change.rows:
            group = f"undone_{row['undone']}" if row.get("undone") else row["outcome"] or "pending"
            line = lines.get(row["id"], {"id": row["id"], "title": row["id"]})
            found.setdefault(group, []).append({**line, "said": row.get("undone_said") or row.get("said", "")})
        return found

    def groups(self) -> list[dict[str, Any]]:
        """A heading for each outcome that there is, the most important first."""
        rows = self._rows()
        headings = (
            ("pending", _("Not done yet")), ("refused", _("Refused: nothing was changed")),
            ("undone_left", _("Not undone: left as it is now")), ("undone_done", _("Undone")),
            ("done", _("Changed entries")), ("same", _("Nothing had to be changed")))
        return [{"heading": heading, "rows": rows[name]} for name, heading in headings if name in rows]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list of changes, this one."""
        changes = {"url": reverse("practices_admin:bulk-changes"), "label": _("Changes of many")}
        return [*self.breadcrumbs_items, changes, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The change with its entries, and what can still be done about it."""
        change, user = self.change, self.request.user
        stopped = change.undone_by_id is not None
        return {
            **super().get_context_data(**kwargs), "change": change, "label": KINDS[change.action].label,
            "groups": self.groups(), "form": UndoForm(label_suffix=""),
            "to_carry_on": 0 if stopped or change.by_id != user.pk else running.pending(change),
            "undoable": not running.undo_refusal(change, user), "half_undone": stopped and change.undone_at is None,
        }


class BulkChangesView(StaffView):
    """The changes of many entries of the last thirty days, the newest first."""

    template_name = "practices/admin/bulk_changes.html"
    page_title = gettext_lazy("Changes of many")
    header_icon = "history"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of them, with how many entries each has changed."""
        since = timezone.now() - running.UNDONE_WITHIN
        found = BulkChange.objects.filter(at__gte=since).select_related("by", "undone_by")
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = [
            {"change": each, "label": KINDS[each.action].label, "entries": len(each.rows),
             "done": sum(row["outcome"] == running.DONE for row in each.rows),
             "undoable": not running.undo_refusal(each, self.request.user)} for each in page.object_list]
        return {**super().get_context_data(**kwargs), "pages": page}
