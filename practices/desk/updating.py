"""Proposing changes to a published entry, and throwing such a proposal away."""
from __future__ import annotations

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices import proposing, submitting
from practices.actions import MoveRefused
from practices.choices import PROPOSABLE_STATES
from practices.desk import panels
from practices.desk.access import entry, own

METHODS = ["GET", "HEAD", "POST"]


@own
@require_http_methods(METHODS)
def propose(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what happens, then open the draft; one that is there already is gone on with."""
    practice = entry(request, id)
    if submitting.may_write(practice):
        return redirect("practices:desk-entry", id)
    if request.method == "POST" or practice.state not in PROPOSABLE_STATES:
        proposing.propose(practice, by=request.user)
        return redirect("practices:desk-entry", id)
    return _asked(request, id, "practices/desk/propose.html")


@own
@require_http_methods(METHODS)
def discard(request: HttpRequest, id: UUID) -> HttpResponse:
    """Throw away what was not handed in; the published entry stays."""
    practice = entry(request, id)
    if request.method == "POST":
        proposing.discard(practice, by=request.user)
        notices.success(request, _("The changes are thrown away. The published entry is as it was."))
        return redirect("desk")
    if practice.state not in PROPOSABLE_STATES or not submitting.may_write(practice):
        raise MoveRefused(_("There are no proposed changes that could be thrown away."))
    return _asked(request, id, "practices/desk/proposal.html")


def _asked(request: HttpRequest, id: UUID, template: str) -> HttpResponse:
    practice = entry(request, id)
    title, language = panels.name_of(practice, None)
    return render(request, template, {"practice": practice, "title": title, "language_of": language})
