"""Evidence for each outcome: one person reads it in a cited report, a second one confirms, then readers see it."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from practices import decisions, rating
from practices.actions import MoveRefused, NotReady, Reading
from practices.admin.staff import StaffView
from practices.choices import Direction, Quality
from practices.models import EvidenceReading, OutcomeEvidence, Practice, PracticePage


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
        row: Any = outcome.waiting or outcome.evidence
        initial = {"direction": row.direction, "quality": row.quality, "report": row.report_url} if row else {}
        super().__init__(*args, initial=initial, label_suffix="", **kwargs)
        self.outcome = outcome
        self.sources = dict(sources)
        if row and row.report_url:
            self.sources.setdefault(row.report_url, row.report_title)
        self.fields["report"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *self.sources.items()
        ]

    def clean(self) -> dict[str, Any]:
        """What was measured, or told, stands in a report that is named."""
        cleaned = super().clean() or {}
        if not self.errors:
            for name, sentence in rating.lacking(self.reading()):
                self.add_error(name, sentence)
        return cleaned

    def reading(self) -> Reading:
        """What the form says, as the action takes it."""
        data = self.cleaned_data
        if not data["direction"]:
            return Reading(self.outcome.id)
        return Reading(self.outcome.id, data["direction"], data["quality"],
                       self.sources.get(data["report"], "")[:300] if data["report"] else "", data["report"])


@dataclass
class Outcome:
    """An outcome of the text with what readers see of it, what waits for a second person, and who said what."""

    id: UUID
    value: Any
    evidence: OutcomeEvidence | None
    waiting: EvidenceReading | None
    earlier: list[EvidenceReading]
    second_refusal: str = ""
    form: ReadingForm | None = None


class EvidenceView(StaffView):
    """Read by the whole staff; proposed by editors whom nothing ties to the entry, confirmed by a second person."""

    template_name = "practices/admin/evidence.html"
    page_title = _("Evidence for each outcome")
    header_icon = "success"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def practice(self) -> Practice:
        """The practice of the address."""
        found = get_object_or_404(Practice.objects.select_related("original__locale", "owner_city"),
                                  pk=self.kwargs["id"])
        if found.original is None:
            raise Http404
        return found

    @property
    def original(self) -> PracticePage:
        """The page that carries the outcomes."""
        assert self.practice.original is not None  # noqa: S101
        return self.practice.original

    @cached_property
    def refusal(self) -> str:
        """Why this account proposes nothing."""
        return decisions.tie(self.request.user, self.practice)

    @cached_property
    def drafts(self) -> list[PracticePage]:
        """The text that readers see, and the newest draft where it differs."""
        page = self.original.specific
        latest = page.get_latest_revision_as_object()
        return [page, latest] if page.live else [latest]

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """The outcomes of both, each once; those that readers see first."""
        blocks = {UUID(str(block.id)): block for page in reversed(self.drafts) for block in page.outcomes}
        order = dict.fromkeys(UUID(str(block.id)) for page in self.drafts for block in page.outcomes)
        rows = {row.outcome: row for row in self.practice.evidence.all()}
        waiting = {row.outcome: row for row in rating.open_readings(self.practice)}
        return [self._outcome(key, blocks[key].value, rows.get(key), waiting.get(key)) for key in order]

    def _outcome(self, key: UUID, value: Any, row: OutcomeEvidence | None, waiting: EvidenceReading | None) -> Outcome:
        earlier = [each for each in self._answered if each.outcome == key]
        outcome = Outcome(key, value, row, waiting, earlier)
        if waiting is not None:
            outcome.second_refusal = rating.second_refusal(waiting, self.request.user)
        if not self.refusal and (waiting is None or waiting.proposed_by_id == self.request.user.pk):
            bound = self.request.POST if self.request.POST.get("propose") == str(key) else None
            outcome.form = ReadingForm(bound, prefix=str(key), outcome=outcome, sources=self.sources)
        return outcome

    @cached_property
    def _answered(self) -> list[EvidenceReading]:
        found = self.practice.readings.exclude(confirmed_at=None, rejected_at=None)
        return list(found.select_related("proposed_by", "confirmed_by", "confirmed_key"))

    @cached_property
    def sources(self) -> dict[str, str]:
        """The sources that the text names, by their addresses."""
        return dict(self._sources())

    def _sources(self) -> Iterator[tuple[str, str]]:
        for page in self.drafts:
            yield from ((block.value["url"], block.value["title"]) for block in page.references)

    # ---------- What is sent ----------
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Propose, confirm, reject or take back; where it is refused the page says why."""
        try:
            said = self._proposed() if "propose" in request.POST else self._answer()
        except NotReady as lacking:
            return self._refused(str(lacking), 422)
        except MoveRefused as refused:
            return self._refused(str(refused), 409)
        except PermissionDenied as refused:
            return self._refused(str(refused), 403)
        messages.success(request, said)
        return redirect("practices_admin:evidence", self.practice.pk)

    def _proposed(self) -> str:
        if self.refusal:
            raise PermissionDenied(self.refusal)
        form = next((each.form for each in self.outcomes if each.form and each.form.is_bound), None)
        if form is None:
            raise MoveRefused(gettext("This step is not possible at the moment."))
        if not form.is_valid():
            raise NotReady([gettext("Nothing was saved. Correct what is marked.")])
        if rating.propose(self.practice, form.reading(), by=self.request.user) is None:
            return gettext("Nothing had changed.")
        return gettext("Your reading is kept. Readers see it once a second person confirms it.")

    def _answer(self) -> str:
        data = self.request.POST
        name = next((each for each in ("confirm", "reject", "take-back") if each in data), "")
        rows = {str(each.pk): each for each in rating.open_readings(self.practice)}
        reading = rows.get(data.get(name, ""))
        if reading is None:
            raise MoveRefused(gettext("This reading was answered or taken back meanwhile."))
        reading.practice = self.practice
        if name == "confirm":
            rating.confirm(reading, by=self.request.user, note=data.get("note", "")[:2000])
            return gettext("You have confirmed the reading. Readers see it.")
        if name == "reject":
            rating.reject(reading, by=self.request.user, note=data.get("note", "")[:2000])
            return gettext("You have rejected the reading. What readers see has not changed.")
        rating.take_back(reading, by=self.request.user)
        return gettext("The reading is taken back.")

    def _refused(self, said: str, status: int) -> HttpResponse:
        messages.error(self.request, said)
        return self.render_to_response(self.get_context_data(), status=status)

    # ---------- What is shown ----------
    def get_page_subtitle(self) -> str:
        """The title of the practice."""
        return str(self.practice)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, the entry, its evidence."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("practice_list:index"), "label": gettext("Practices")},
            {"url": reverse("practices_admin:review", args=[self.practice.pk]), "label": str(self.practice)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The outcomes, and the language that they are written in."""
        return {
            **super().get_context_data(**kwargs), "outcomes": self.outcomes, "practice": self.practice,
            "tongue": self.original.language, "refusal": self.refusal, "note": self.request.POST.get("note", ""),
            "appeals": self.practice.appeals.filter(answered_at=None),
        }
