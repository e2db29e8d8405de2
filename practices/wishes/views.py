"""Asking for an entry in the language of the interface, without an account and without a script."""
from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core import languages
from practices import cards
from practices.limits import TooMany
from practices.views import visible
from practices.wishes import actions


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, id: UUID) -> HttpResponse:
    """The button, on a page of its own: whoever only reads gets no cookie."""
    practice = visible(request, id)
    own = languages.current()
    card = cards.card(practice, own.public)
    if any(version.language == own.public for version in practice.available_versions()):
        return redirect(card["url"])
    context = {"practice": practice, "card": card, "own": own, "refusal": ""}
    if request.method != "POST":
        return render(request, "practices/wish.html", context)
    try:
        actions.wish(practice, own.public, reader=actions.reader_of(request),
                     address=request.META.get("REMOTE_ADDR", ""))
    except TooMany as refusal:
        return render(request, "practices/wish.html", {**context, "refusal": str(refusal)}, status=429)
    return redirect(reverse("practices:wish-sent", args=[practice.pk]))


@require_safe
def sent(request: HttpRequest, id: UUID) -> HttpResponse:
    """Thanks."""
    practice = visible(request, id)
    own = languages.current()
    return render(request, "practices/wish_sent.html", {
        "practice": practice, "own": own, "card": cards.card(practice, own.public),
    })
