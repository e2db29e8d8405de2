"""Raising a concern about a practice and following it, without an account and without leaving a trace of the code."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core import languages
from practices import cards, limits
from practices.choices import ConcernState
from practices.concerns import actions, receipts
from practices.concerns.forms import ConcernForm, ReceiptForm
from practices.models import Concern, Practice
from practices.views import visible

View = Callable[..., HttpResponse]


def kept_nowhere(view: View) -> View:
    """No cache and no index keeps the page, no error report what was sent."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @sensitive_post_parameters()
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


@kept_nowhere
def raise_one(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form; after it the code, in the answer to the post itself.

    A redirect would need the code in an address, a cookie or a session, where others could find it. Sent again, the
    same form is the same concern with the same code.
    """
    practice = visible(request, id)
    form = ConcernForm(request.POST or None, initial={"language": languages.current().public})
    context = {"form": form, "practice": practice, "card": cards.card(practice, languages.current().public)}
    if request.method != "POST":
        return render(request, "practices/concern.html", context)
    if not form.is_valid():
        return render(request, "practices/concern.html", context, status=422)
    try:
        concern, code = actions.raise_concern(
            practice, form.cleaned_data, address=request.META.get("REMOTE_ADDR", ""))
    except limits.TooMany as refusal:
        form.add_error(None, str(refusal))
        return render(request, "practices/concern.html", context, status=429)
    return render(request, "practices/concern_received.html", {**context, "concern": concern, "code": code}, status=201)


@kept_nowhere
def follow(request: HttpRequest) -> HttpResponse:
    """What became of a concern, for whoever has its code."""
    form = ReceiptForm(request.POST or None)
    if request.method != "POST":
        return render(request, "practices/concern_follow.html", {"form": form})
    status = 422
    if form.is_valid():
        try:
            limits.count_look_up(request.META.get("REMOTE_ADDR", ""))
        except limits.TooMany as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            if concern := receipts.find(form.cleaned_data["code"]):
                return render(request, "practices/concern_state.html", _shown(concern))
            form.add_error("code", _("No concern has this code. Check each letter and digit."))
    return render(request, "practices/concern_follow.html", {"form": form}, status=status)


def _shown(concern: Concern) -> dict[str, Any]:
    """What its author sees of a concern; of the entry only what everybody sees."""
    practice = Practice.objects.visible_to(None).with_texts().with_facts().filter(pk=concern.practice_id).first()
    readable = practice is not None and practice.available_versions()
    return {
        "concern": concern,
        "answered": concern.state == ConcernState.ANSWERED,
        "card": cards.card(practice, languages.current().public) if practice and readable else None,
    }
