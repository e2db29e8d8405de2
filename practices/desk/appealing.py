"""What is said about the outcomes of a city's entry, from which report, and the way to disagree with it."""
from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import languages
from practices import appeals
from practices.actions import NotReady
from practices.desk import panels
from practices.desk.access import entry, own
from practices.models import Appeal, Draft, EvidenceReading, OutcomeEvidence, Practice


class AppealForm(forms.Form):
    """What is not right, and how the city knows."""

    text = forms.CharField(
        label=gettext_lazy("What is not right, and how you know"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Say where in the report it stands, or which report says something else. Only the "
                               "editors’ desk reads it. Name nobody."),
        error_messages={"required": gettext_lazy("Say what is not right, and how you know.")})
    language = forms.ChoiceField(
        label=gettext_lazy("Language you write in"), choices=[(each.public, each.name) for each in languages.ALL])


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome as its city reads it: what readers see, who said so by function, and the city's appeals."""

    id: UUID
    title: str
    row: OutcomeEvidence
    reading: EvidenceReading | None
    appeals: tuple[Appeal, ...]
    form: AppealForm | None

    @property
    def second(self) -> str:
        """The function of the second person, where one confirmed it."""
        if self.reading is None:
            return ""
        key = self.reading.confirmed_key
        return key.function if key is not None else _("a second person of the editors’ desk")


@own
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read what is said; a post appeals against it."""
    practice = entry(request, id)
    appealed, form = request.POST.get("outcome", ""), None
    if request.method == "POST" and (outcome := _known(practice, appealed)):
        form = _form(request, appealed, practice)
        if form.is_valid():
            try:
                appeals.raise_appeal(practice, outcome, by=request.user, text=form.cleaned_data["text"],
                                     language=form.cleaned_data["language"])
                notices.success(request, _("Your appeal is on its way. You are told when it is answered."))
                return redirect(request.path)
            except NotReady as lacking:
                form.add_error("text", str(lacking))
    draft = Draft.objects.filter(practice=practice).first()
    title, language = panels.name_of(practice, draft)
    return render(request, "practices/desk/evidence.html", {
        "practice": practice, "title": title, "language_of": language, "form": form,
        "told": told(request, practice, appealed, form),
        "answered": practice.appeals.exclude(answered_at=None),
    }, status=422 if form is not None and form.errors else 200)


def _known(practice: Practice, given: str) -> UUID | None:
    return next((row.outcome for row in practice.evidence.all() if str(row.outcome) == given), None)


def _form(request: HttpRequest, outcome: str, practice: Practice) -> AppealForm:
    language = practice.original.language.public if practice.original else languages.current().public
    return AppealForm(request.POST if request.POST.get("outcome") == outcome else None,
                      auto_id=f"id_{outcome}_%s", label_suffix="", initial={"language": language})


def told(request: HttpRequest, practice: Practice, appealed: str, bound: AppealForm | None) -> list[Told]:
    """The outcomes about which something is said, in the order of the text that readers see."""
    page = practice.original.specific if practice.original else None
    rows = {str(row.outcome): row for row in practice.evidence.all()}
    readings = {str(each.outcome): each for each in practice.readings.exclude(confirmed_at=None).select_related(
        "confirmed_key")}
    raised: dict[str, list[Appeal]] = {}
    for appeal in practice.appeals.all():
        raised.setdefault(str(appeal.outcome), []).append(appeal)
    found = []
    for block in page.outcomes if page is not None else ():
        key = str(block.id)
        if key in rows:
            mine = tuple(raised.get(key, ()))
            waits = any(each.answered_at is None for each in mine)
            form = None if waits else bound if bound is not None and key == appealed else _form(request, key, practice)
            found.append(Told(UUID(key), str(block.value["title"]), rows[key], readings.get(key), mine, form))
    return found
