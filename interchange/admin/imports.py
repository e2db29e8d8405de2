"""The pages of imports: files brought in so far, the dry run of one, its progress, and taking it back."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from accounts.roles import is_editor
from interchange.imports import files, reading, running
from interchange.models import ImportRun
from practices.actions import MoveRefused
from practices.admin.staff import StaffView, may_look
from taxonomy.models import Concept

A_PAGE = 50
State = ImportRun.State


class FileForm(forms.Form):
    """A file of entries."""

    file = forms.FileField(label=gettext_lazy("File of entries (CSV or XLSX)"))


class ImportsView(StaffView):
    """Every file, and the form for another one."""

    template_name = "interchange/imports.html"
    page_title = gettext_lazy("Imports")
    header_icon = "upload"
    http_method_names = ["get", "head", "post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read a file; nothing is made of it yet."""
        if not is_editor(request.user):
            raise PermissionDenied
        form = FileForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                run = reading.dry_run(upload.name, upload.read(files.MOST_BYTES + 1), by=request.user)
            except files.Unreadable as error:
                form.add_error("file", str(error))
            else:
                return redirect("interchange_admin:import", run.pk)
        messages.error(request, _("Nothing was saved. Correct what is marked."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this list."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list with its counts, and the form."""
        form = kwargs.pop("form", None) or FileForm(label_suffix="")
        runs = ImportRun.objects.select_related("by").annotate(
            lines_in_all=Count("lines"), made=Count("lines", filter=~Q(lines__made_at=None))).order_by("-at", "pk")
        return {**super().get_context_data(**kwargs), "form": form if is_editor(self.request.user) else None,
                "pages": Paginator(runs, A_PAGE).get_page(self.request.GET.get("p"))}


class ImportView(StaffView):
    """One file: its lines, what is wrong with them, and the next step."""

    template_name = "interchange/import.html"
    page_title = gettext_lazy("Import")
    header_icon = "upload"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def run(self) -> ImportRun:
        """The file of the address."""
        return get_object_or_404(ImportRun.objects.select_related("by"), pk=self.kwargs["id"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Bring in, or take back."""
        step = {"start": running.start, "undo": running.undo}.get(request.POST.get("step", ""))
        if step is None:
            raise PermissionDenied
        try:
            step(self.run, by=request.user)
        except MoveRefused as refused:
            messages.error(request, str(refused))
        return redirect("interchange_admin:import", self.run.pk)

    def counts(self) -> dict[str, int]:
        """How many lines are right, wrong, made, and taken back; one query."""
        made, back = ~Q(made_at=None), ~Q(taken_back_at=None)
        return self.run.lines.aggregate(
            all=Count("pk"), right=Count("pk", filter=Q(problems=[])), wrong=Count("pk", filter=~Q(problems=[])),
            warned=Count("pk", filter=~Q(warnings=[])), made=Count("pk", filter=made),
            back=Count("pk", filter=back & Q(kept_because="")), kept=Count("pk", filter=~Q(kept_because="")))

    def progress(self, counts: dict[str, int]) -> dict[str, Any]:
        """How far it is, how fast, and how long it takes still (minutes)."""
        run = self.run
        if run.state not in (State.RUNNING, State.UNDOING):
            return {}
        whole = counts["right"] if run.state == State.RUNNING else counts["made"]
        done = counts["made"] if run.state == State.RUNNING else counts["back"] + counts["kept"]
        seconds = (timezone.now() - run.started_at).total_seconds() if run.started_at else 0
        rate = done / seconds if run.state == State.RUNNING and seconds > 1 else 0
        return {"done": done, "whole": whole, "per_minute": round(rate * 60),
                "minutes": round((whole - done) / rate / 60) + 1 if rate else None}

    def rows(self) -> Any:
        """One page of lines: those with something to say first."""
        asked = self.request.GET.get("show", "")
        found = self.run.lines.select_related("practice")
        if asked == "wrong":
            found = found.exclude(problems=[])
        elif asked == "warned":
            found = found.exclude(warnings=[])
        elif asked == "kept":
            found = found.exclude(kept_because="")
        return Paginator(found, A_PAGE).get_page(self.request.GET.get("p"))

    def get_page_subtitle(self) -> str:
        """The name of the file."""
        return self.run.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this file."""
        return [*self.breadcrumbs_items, {"url": reverse("interchange_admin:imports"), "label": _("Imports")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines, the counts, and what can be done now."""
        counts, run = self.counts(), self.run
        decides = is_editor(self.request.user)
        return {
            **super().get_context_data(**kwargs), "run": run, "counts": counts, "pages": self.rows(),
            "progress": self.progress(counts), "show": self.request.GET.get("show", ""),
            "can_start": decides and run.state == State.READ and counts["right"],
            "can_undo": decides and run.state in (State.DONE, State.RUNNING) and counts["made"],
        }


@require_safe
def template(request: HttpRequest, ending: str) -> HttpResponse:
    """The file that shows which columns there are."""
    if not may_look(request.user):
        raise PermissionDenied
    if ending == "csv":
        response = HttpResponse(files.template_csv(), content_type="text/csv; charset=utf-8")
    else:
        codes = [(each.scheme, each.code, each.label()) for each in Concept.objects.usable()]
        response = HttpResponse(files.template_xlsx(codes), content_type=(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
    response.headers["Content-Disposition"] = f'attachment; filename="import-template.{ending}"'
    return response

