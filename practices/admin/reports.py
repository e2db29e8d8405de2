"""The reports in the admin: tables on pages, and the same as files."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core import languages
from practices.admin.staff import StaffView
from practices.reports import concerns, coverage, lists, times, weekly
from practices.reports import week as weeks
from practices.reports.coverage import AXES
from practices.reports.table import WRITERS, Cell, Table

A_PAGE = 50
FILE = "file"


@dataclass(slots=True)
class Shown:
    """What a report puts on its page."""

    about: Any
    tables: list[Table] = field(default_factory=list)
    form: forms.Form | None = None
    pages: Any = None


class CoverageForm(forms.Form):
    """Which two axes stand against each other, and what is chosen on the others."""

    rows = forms.ChoiceField(label=gettext_lazy("Rows"), required=False)
    columns = forms.ChoiceField(label=gettext_lazy("Columns"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="coverage_%s", label_suffix="")
        for name, default in (("rows", "region"), ("columns", "form")):
            field: Any = self.fields[name]
            field.choices = [("", AXES[default].label), *(
                (each.name, each.label) for each in AXES.values() if each.name != default)]
        for axis in AXES.values():
            known = [(code, axis.label_of(code)) for code in axis.codes()]
            self.fields[axis.name] = forms.ChoiceField(
                label=axis.label, required=False, choices=[("", _("All")), *known])

    @cached_property
    def asked(self) -> tuple[coverage.Axis, coverage.Axis, dict[str, str]]:
        """Rows, columns, and the code chosen on each other axis."""
        self.is_valid()
        given = self.cleaned_data
        row, column = AXES[given.get("rows") or "region"], AXES[given.get("columns") or "form"]
        if row is column:
            column = next(axis for axis in AXES.values() if axis is not row)
        chosen = {name: given[name] for name in AXES if given.get(name) and name not in (row.name, column.name)}
        return row, column, chosen


class LanguageForm(forms.Form):
    """In which language entries are lacking."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False,
        choices=[("", "—"), *((each.public, each.name) for each in languages.INTERFACE)])


@dataclass(frozen=True, slots=True)
class Report:
    """A page of the reports: its name in the address, what it shows, and the table that its files hold."""

    name: str
    title: Any
    show: Callable[[HttpRequest], Shown]
    export: Callable[[HttpRequest], Table]


def _coverage(request: HttpRequest) -> Shown:
    form = CoverageForm(request.GET)
    return Shown(
        _("An entry with two forms or two regions counts under both. A number leads to its entries; “gap” says that "
          "there is nothing. A form with more than half of the entries of a row is named at its end, from three "
          "entries on."),
        [coverage.matrix(coverage.facts(), *form.asked)], form)


def _coverage_file(request: HttpRequest) -> Table:
    return coverage.long_table(coverage.facts(), *CoverageForm(request.GET).asked)


def _paged(request: HttpRequest, name: str, caption: str, found: Any) -> tuple[Table, Any]:
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    return lists.table_of(name, caption, page.object_list), page


def _stale(request: HttpRequest) -> Shown:
    table, page = _paged(request, "stale", _("Not confirmed for twelve months"), lists.stale())
    return Shown(_("The oldest first. Entries that were never confirmed count from their publication."), [table],
                 pages=page)


def _unmeasured(request: HttpRequest) -> Shown:
    table, page = _paged(request, "without-evidence", _("Without evidence"), lists.without_evidence())
    return Shown(_("No outcome of these was measured in a cited report. That is a fact and no fault."), [table],
                 pages=page)


def _untranslated_to(request: HttpRequest) -> str:
    code = request.GET.get("language", "")
    return code if languages.is_public(code) and languages.by_public(code).interface else ""


def _untranslated(request: HttpRequest) -> Shown:
    form, code = LanguageForm(request.GET, auto_id="language_%s", label_suffix=""), _untranslated_to(request)
    about = _("Entries that cannot be read in a language of the interface, those that most readers asked for first.")
    if not code:
        return Shown(about, [_gaps()], form)
    table, page = _paged(request, "untranslated", languages.by_public(code).name, lists.untranslated(code))
    return Shown(about, [table], form, page)


def _gaps() -> Table:
    rows = [[Cell(languages.by_public(code).name), Cell(lacking, f"?language={code}"), Cell(of)]
            for code, (lacking, of) in lists.untranslated_counts().items()]
    return Table("untranslated", _("By language"), [_("Language"), _("Not translated"), _("Published entries")], rows)


def _untranslated_file(request: HttpRequest) -> Table:
    code = _untranslated_to(request)
    return lists.table_of("untranslated", "", lists.untranslated(code)) if code else _gaps()


def _times(request: HttpRequest) -> Shown:
    found = times.cases()
    return Shown(
        _("The first answer is an editor’s first step after an entry came in: taking it up is one, as the city is "
          "told. The decision is yes or no, with the time for changes. Numbers of people under five are not said "
          "exactly."),
        [times.by_month(found), times.by_hub(found, times.hubs())])


REPORTS = {report.name: report for report in (
    Report("coverage", gettext_lazy("Coverage"), _coverage, _coverage_file),
    Report("stale", gettext_lazy("Not confirmed"), _stale,
           lambda request: lists.table_of("stale", "", lists.stale())),
    Report("untranslated", gettext_lazy("Not translated"), _untranslated, _untranslated_file),
    Report("without-evidence", gettext_lazy("Without evidence"), _unmeasured,
           lambda request: lists.table_of("without-evidence", "", lists.without_evidence())),
    Report("times", gettext_lazy("Time to answer"), _times,
           lambda request: times.by_month_and_hub(times.cases(), times.hubs())),
    Report("concerns", gettext_lazy("Concerns"),
           lambda request: Shown(_("Every concern is answered within ten working days."), [concerns.table()]),
           lambda request: concerns.table()),
)}


class ReportView(StaffView):
    """One report, as a page or as a file."""

    template_name = "practices/admin/report.html"
    header_icon = "table"
    http_method_names = ["get", "head"]

    @cached_property
    def report(self) -> Report:
        """The report of the address; coverage where none is named."""
        report = REPORTS.get(self.kwargs.get("name", "coverage"))
        if report is None:
            raise Http404
        return report

    def get_page_title(self) -> str:
        """Its name."""
        return str(self.report.title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file where one is asked for, else the page."""
        if request.GET.get(FILE) in WRITERS:
            return self._file(request.GET[FILE])
        return super().get(request, *args, **kwargs)

    def _file(self, kind: str) -> HttpResponse:
        write, content_type = WRITERS[kind]
        answer = HttpResponse(write(self.report.export(self.request)), content_type=content_type)
        name = f"{self.report.name}-{timezone.localdate():%Y-%m-%d}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _with(self, name: str, value: str) -> str:
        query = self.request.GET.copy()
        query.pop(FILE, None)
        query[name] = value
        return f"?{query.urlencode()}"

    def _pages(self, pages: Any) -> dict[str, str]:
        number = pages.number if pages else 1
        return {"previous": self._with("p", str(number - 1)), "next": self._with("p", str(number + 1))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables, the files and the other reports."""
        shown = self.report.show(self.request)
        return {
            **super().get_context_data(**kwargs), "report": self.report, "shown": shown, **self._pages(shown.pages),
            "reports": REPORTS.values(), "files": [(kind.upper(), self._with(FILE, kind)) for kind in WRITERS],
        }


class WeekView(StaffView):
    """The week on one page, also on paper; here one says whether one wants it on Mondays."""

    template_name = "practices/admin/week.html"
    page_title = gettext_lazy("This week")
    header_icon = "calendar"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def week(self) -> weeks.Week:
        """The week of the address, else the present one."""
        return weeks.Week.named(self.request.GET.get("week", "")) or weeks.Week.of(timezone.localdate())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say whether the digest should come."""
        weekly.set_wanted(request.user, request.POST.get("wanted") == "yes")
        messages.success(request, _("Saved."))
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures, and the weeks beside this one."""
        here = reverse("practices_admin:week")
        return {
            **super().get_context_data(**kwargs), "week": self.week, "parts": weeks.parts(self.week),
            "before": f"{here}?week={self.week.away(-1).name}", "after": f"{here}?week={self.week.away(1).name}",
            "is_past": self.week.end <= timezone.now(), "wants": weekly.wants(self.request.user),
            "told": self.request.user in weekly.receivers() or not weekly.wants(self.request.user),
        }


def links() -> Iterable[tuple[str, Any, str]]:
    """Name, title and address of each report, for the menu."""
    for report in REPORTS.values():
        yield report.name, report.title, reverse("practices_admin:report", args=[report.name])
