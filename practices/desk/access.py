"""Who comes to the desk of an entry: people of the city that it belongs to. For all others it does not exist."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import languages
from practices import answers, submitting
from practices.actions import MoveRefused
from practices.desk import replies, signed_out
from practices.models import Draft, Practice

View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """For signed-in people; kept by no cache. What the state of an entry forbids is 409, with what was typed.

    Who has been signed out meanwhile gets back what was typed; so does who sends a form that stood open too long.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _signed_in(view, request, *args, **kwargs)
        except MoveRefused as refusal:
            response = refused(request, str(refusal), kwargs.get("id"))
        response.headers["Cache-Control"] = "private, no-store"
        return response

    answer.keeps_typed = True  # type: ignore[attr-defined]  # for pages.errors
    return answer


def _signed_in(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if not request.user.is_authenticated and (kept := signed_out.answer(request)):
        return kept
    return login_required(view)(request, *args, **kwargs)


def entry(request: HttpRequest, id: UUID) -> Practice:
    """An entry of one of the person's cities, whatever its state."""
    mine = Practice.objects.of_desk(request.user).select_related("original__locale", "owner_city")
    found = mine.filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def writable(request: HttpRequest, id: UUID) -> Draft:
    """The draft of such an entry; MoveRefused where the city may not change it now."""
    return submitting.open_draft(entry(request, id), by=request.user)


def refused(request: HttpRequest, reason: str, id: UUID | None) -> HttpResponse:
    """409: what was wanted does not fit the state; nothing typed is lost."""
    if replies.wanted(request):
        return replies.told(409, replies.REFUSED, message=reason)
    return render(request, "practices/desk/refused.html", {
        "reason": reason,
        "typed": _typed(request),
        "url": reverse("practices:desk-history", args=[id]) if id else reverse("desk"),
    }, status=409)


def _typed(request: HttpRequest) -> list[str]:
    """The words that came with a request that was refused."""
    names = {name for fields in answers.FIELDS.values() for name in fields} | {"reason"}
    return [text for name in request.POST if name.partition("-")[0] in names and not name.endswith("-id")
            and len(text := request.POST[name].strip()) > 1]


def languages_offered() -> list[languages.Language]:
    """Every language that an entry can be written in, by its own name."""
    return sorted(languages.ALL, key=lambda language: (not language.interface, language.name.casefold()))
