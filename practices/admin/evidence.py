"""Evidence for each outcome of a practice: what was found and how it was measured, from a source that is named."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from practices import actions, decisions
from practices.choices import Direction, Quality
from practices.models import OutcomeEvidence, Practice, PracticePage


class ReadingForm(forms.Form):
    """One outcome: direction, quality and the source in which both can be checked."""

    direction = forms.ChoiceField(
        label=_("What was found"), required=False, choices=[("", _("Not read yet")), *Direction.choices])
    quality = forms.ChoiceField(
        label=_("How it was measured"), required=False, choices=[("", "—"), *Quality.choices])
    report = forms.ChoiceField(
        label=_("Cited report"), required=False,
        help_text=_("One of the sources of the entry. Add a missing one there first, so that readers can check it."))

    def __init__(self, *args: Any, outcome: Outcome, sources: dict[str, str], **kwargs: Any) -> None:
        row = outcome.evidence
        initial = {"direction": row.direction, "quality": row.quality, "report": row.report_url} if row else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.outcome = outcome
        self.sources = dict(sources)
        if row and row.report_url:
            self.sources.setdefault(row.report_url, row.report_title)
        self.fields["report"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *self.sources.items()
        ]

    def clean(self) -> dict[str, Any]:
        """What was measured needs a quality, and a report unless it is an account only."""
        cleaned = super().clean() or {}
        direction, quality = cleaned.get("direction"), cleaned.get("quality")
        if direction == Direction.NOT_MEASURED:
            cleaned["quality"] = Quality.ACCOUNT
        elif direction and not quality:
            self.add_error("quality", _("Say how it was measured."))
        elif direction and quality != Quality.ACCOUNT and not cleaned.get("report"):
            self.add_error("report", _("Name the report that says so."))
        return cleaned

    def reading(self) -> actions.Reading:
        """What the form says, as the action takes it."""
        data = self.cleaned_data
        if not data["direction"]:
            return actions.Reading(self.outcome.id)
        return actions.Reading(self.outcome.id, data["direction"], data["quality"],
                               self.sources.get(data["report"], "")[:300] if data["report"] else "", data["report"])


class Outcome:
    """An outcome of the text with the evidence that stands on the practice."""

    def __init__(self, block: Any, evidence: OutcomeEvidence | None) -> None:
        self.id = UUID(str(block.id))
        self.value = block.value
        self.evidence = evidence


class EvidenceView(WagtailAdminTemplateMixin, TemplateView):
    """A form per outcome of the original; only for those who may decide about the practice."""

    template_name = "practices/admin/evidence.html"
    page_title = _("Evidence for each outcome")
    header_icon = "success"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refused with the reason to all others."""
        practice = self.practice
        if practice.original is None:
            raise Http404
        if reason := decisions.refusal(request.user, practice, practice.original.cities.all()):
            messages.error(request, reason)
            raise PermissionDenied(reason)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def practice(self) -> Practice:
        """The practice of the address."""
        return get_object_or_404(Practice.objects.select_related("original__locale"), pk=self.kwargs["id"])

    @property
    def original(self) -> PracticePage:
        """The page that carries the outcomes; `dispatch` has seen that there is one."""
        assert self.practice.original is not None  # noqa: S101
        return self.practice.original

    @cached_property
    def drafts(self) -> list[PracticePage]:
        """The text that readers see, and the newest draft where it differs."""
        page = self.original.specific
        latest = page.get_latest_revision_as_object()
        return [page, latest] if page.live else [latest]

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """The outcomes of both, each once; those that readers see first."""
        blocks = {str(block.id): block for page in reversed(self.drafts) for block in page.outcomes}
        order = dict.fromkeys(str(block.id) for page in self.drafts for block in page.outcomes)
        rows = {str(row.outcome): row for row in self.practice.evidence.all()}
        return [Outcome(blocks[key], rows.get(key)) for key in order]

    @cached_property
    def forms(self) -> list[ReadingForm]:
        """A form per outcome, filled with what is known."""
        sources = dict(self._sources())
        data = self.request.POST if self.request.method == "POST" else None
        return [ReadingForm(data, prefix=str(outcome.id), outcome=outcome, sources=sources)
                for outcome in self.outcomes]

    def _sources(self) -> Iterator[tuple[str, str]]:
        for page in self.drafts:
            yield from ((block.value["url"], block.value["title"]) for block in page.references)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save all that is right, or show what is wrong with everything still there."""
        if not all([form.is_valid() for form in self.forms]):
            messages.error(request, gettext("Nothing was saved. Correct what is marked."))
            return self.render_to_response(self.get_context_data(), status=422)
        changed = actions.set_evidence(self.practice, [form.reading() for form in self.forms], by=request.user)
        messages.success(request, self._said(changed))
        return redirect("practices_admin:evidence", self.practice.pk)

    def _said(self, changed: int) -> str:
        if not changed:
            return gettext("Nothing had changed.")
        return ngettext("The evidence of %(count)d outcome was saved.", "The evidence of %(count)d outcomes was saved.",
                        changed) % {"count": changed}

    def get_page_subtitle(self) -> str:
        """The title of the practice."""
        return str(self.practice)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, the entry, its evidence."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("practice_list:index"), "label": gettext("Practices")},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.practice.original_id]), "label": str(self.practice)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The forms, and the language that the outcomes are written in."""
        return {**super().get_context_data(**kwargs), "forms": self.forms, "practice": self.practice,
                "tongue": self.original.language}
