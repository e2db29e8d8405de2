"""What ends an entry on the desk, each with a page that asks first; and the history of it."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from practices import decisions, submitting
from practices.actions import MOVES, MoveRefused
from practices.choices import PROPOSABLE_STATES, Question, State
from practices.desk import panels
from practices.desk.access import entry, own
from practices.models import Draft, Practice, Step


class WithdrawForm(forms.Form):
    """Why a city takes its entry back; editors read it, readers never do."""

    reason = forms.CharField(
        label=gettext_lazy("Why you withdraw it"), max_length=2000, min_length=5,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("For the editors and your colleagues. Readers do not see it."),
        error_messages={"required": gettext_lazy("Write in a few words why you withdraw it."),
                        "min_length": gettext_lazy("Write in a few words why you withdraw it.")},
    )


@own
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Throw a draft away with its files; only what was never handed in."""
    practice = entry(request, id)
    if practice.state != State.DRAFT or practice.original_id is not None:
        raise MoveRefused(_("Only an entry that was never submitted can be deleted."))
    if request.method == "POST":
        with suppress(Practice.DoesNotExist):  # the same form, sent twice
            submitting.discard(practice, by=request.user)
        notices.success(request, _("The draft is deleted."))
        return redirect("desk")
    return render(request, "practices/desk/delete.html", {"practice": practice, **_named(practice)})


@own
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a published entry from its readers."""
    practice = entry(request, id)
    if request.method == "POST" and practice.state == State.WITHDRAWN:
        return redirect("desk")  # the same form, sent twice
    if State.WITHDRAWN not in MOVES[practice.state]:
        raise MoveRefused(_("Only a published entry can be withdrawn."))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _take_back(practice, request.user, form.cleaned_data["reason"])
        notices.success(request, _("The entry is withdrawn. Nobody can read it any more, in any language."))
        return redirect("desk")
    return render(request, "practices/desk/withdraw.html", {"practice": practice, "form": form, **_named(practice)},
                  status=422 if form.errors else 200)


def _take_back(practice: Practice, by: Any, reason: str) -> None:
    """Withdraw it; where the same form was sent twice at the same time, once."""
    try:
        submitting.take_back(practice, by=by, reason=reason)
    except MoveRefused:
        if not Practice.objects.filter(pk=practice.pk, state=State.WITHDRAWN).exists():
            raise


@dataclass(frozen=True, slots=True)
class Event:
    """A step as the city reads it: never a person's name."""

    at: datetime
    label: str
    who: str
    reason: str
    language: str = ""  # public code of the reason's, where it is known


@own
@require_safe
def history(request: HttpRequest, id: UUID) -> HttpResponse:
    """The road of an entry with every reason that was given."""
    practice = entry(request, id)
    steps = list(practice.steps.select_related("by"))
    comments = [{"question": Question(each.question).label, "text": each.text, "at": each.at, "language": each.language,
                 "answered": each.answered_at} for each in practice.field_comments.all()]
    return render(request, "practices/desk/history.html", {
        "practice": practice, "steps": panels.steps_of(practice), "events": list(_events(practice, steps)),
        "comments": comments, "state": State(practice.state).label, **_named(practice), **_ways(practice),
    })


def _events(practice: Practice, steps: list[Step]) -> Iterator[Event]:
    """The newest first."""
    people = {step.by_id: step.by for step in steps}  # one object for each, which knows its cities once it was asked
    own = {key for key, person in people.items() if person and decisions.works_for(person, practice.owner_city)}
    for step in reversed(steps):
        yield Event(step.at, str(State(step.state).label), _who(step, own), step.reason, step.language)


def _who(step: Step, own: set[int | None]) -> str:
    if step.by_id is None:
        return _("The repository")
    return _("Your city") if step.by_id in own else _("The editors’ desk")


def _ways(practice: Practice) -> dict[str, Any]:
    """Where one can go from here."""
    return {
        "writable": submitting.may_write(practice),
        "can_propose": practice.state in PROPOSABLE_STATES,
        "public": panels.public_address(practice),
        "can_withdraw": State.WITHDRAWN in MOVES[practice.state],
    }


def _named(practice: Practice) -> dict[str, str]:
    """Title and language (public code) of an entry, wherever it stands."""
    draft = Draft.objects.filter(practice=practice).first()
    title, language = panels.name_of(practice, draft)
    return {"title": title, "language_of": language, "back": reverse("practices:desk-entry", args=[practice.pk])}
