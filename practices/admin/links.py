"""The list of cited addresses in the admin: what is dead, the file for a check, the file that comes back."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from accounts.roles import is_editor
from practices.admin.staff import StaffView
from practices.links import checking
from practices.links.cited import Cited, all_cited

A_PAGE = 50
DEAD, UNCHECKED, ALL = "dead", "unchecked", "all"
WRONG_SHOWN = 50


class ChecksForm(forms.Form):
    """The file that a check of addresses gives."""

    file = forms.FileField(
        label=gettext_lazy("File of checks (CSV)"),
        help_text=gettext_lazy("The exported file with the column “works” filled in: yes or no."))


class LinksView(StaffView):
    """Read by the whole staff; editors bring checks in."""

    template_name = "practices/admin/links.html"
    page_title = gettext_lazy("Links")
    header_icon = "link"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def cited(self) -> list[Cited]:
        """Every address."""
        return all_cited()

    @cached_property
    def wanted(self) -> str:
        """Which of them were asked for; the dead ones first."""
        asked = self.request.GET.get("show", "")
        return asked if asked in (DEAD, UNCHECKED, ALL) else DEAD

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or the file that goes out."""
        if "export" in request.GET:
            response = StreamingHttpResponse(checking.export(self.cited), content_type="text/csv; charset=utf-8")
            response.headers["Content-Disposition"] = 'attachment; filename="links.csv"'
            response.headers["Cache-Control"] = "private, no-store"
            return response
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a file of checks in; lines that are wrong are listed, the others are kept."""
        if not is_editor(request.user):
            raise PermissionDenied
        form = ChecksForm(request.POST, request.FILES, label_suffix="")
        if not form.is_valid():
            return self._refused(form, [])
        try:
            good, wrong = checking.read(form.cleaned_data["file"].read(checking.MOST_BYTES + 1))
        except checking.NotAFile as error:
            form.add_error("file", str(error))
            return self._refused(form, [])
        number = checking.take(good, by=request.user)
        said = ngettext("%(number)d check was taken in.", "%(number)d checks were taken in.", number) % {
            "number": number}
        messages.success(request, said)
        return self._refused(form, wrong) if wrong else redirect("practices_admin:links")

    def _refused(self, form: ChecksForm, wrong: list[checking.Wrong]) -> HttpResponse:
        messages.error(self.request, _("Correct what is marked and send these lines again."))
        return self.render_to_response(self.get_context_data(form=form, wrong=wrong), status=422)

    def shown(self) -> dict[str, list[Cited]]:
        """The addresses by what is known of them."""
        return {DEAD: [each for each in self.cited if each.is_dead],
                UNCHECKED: [each for each in self.cited if each.check is None], ALL: self.cited}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this list."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the list with its filters, and the form."""
        form = kwargs.pop("form", None) or ChecksForm(label_suffix="")
        wrong = kwargs.pop("wrong", [])
        shown = self.shown()
        pages: Page = Paginator(shown[self.wanted], A_PAGE).get_page(self.request.GET.get("p"))
        names = {DEAD: _("Dead"), UNCHECKED: _("Not checked"), ALL: _("All")}
        return {
            **super().get_context_data(**kwargs), "pages": pages, "wanted": self.wanted,
            "filters": [{"key": key, "label": label, "count": len(shown[key])} for key, label in names.items()],
            "form": form if is_editor(self.request.user) else None,
            "wrong": wrong[:WRONG_SHOWN], "more_wrong": max(0, len(wrong) - WRONG_SHOWN),
        }
