"""My desk: what waits for a person, their messages, their language. Everything here is one person's own."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import desk, digests
from accounts.messages import in_language_of
from accounts.models import Message
from pages.forms import MessagesForm
from search.parameters import Chosen
from search.presenting import pager

PER_PAGE = 20
A_YEAR = 60 * 60 * 24 * 365  # seconds
View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """For signed-in people, who are led back here after signing in; no cache keeps what they see."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = login_required(view)(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


@own
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The panels that apps registered."""
    return render(request, "pages/desk.html", {"panels": desk.panels(request)})


@own
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Every message, the newest first; a page that does not exist is the nearest that does."""
    page = Paginator(Message.objects.of(request.user).newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    last = page.paginator.num_pages
    shown = pager(Chosen(page=page.number), last, reverse("desk-messages")) if last > 1 else None
    return render(request, "pages/desk_messages.html", {"page": page, "pager": shown, "crumbs": _crumbs()})


@own
@require_safe
def message(request: HttpRequest, id: int) -> HttpResponse:
    """One message, which counts as read from now on.

    That a GET marks it is meant: the mark is seen by its reader alone, says no more than that this page was opened,
    and repeating changes nothing. No cache keeps the page, and a link in a mail is of use to nobody who is not signed
    in. A button for it would stand between every message and its reader. Only what a browser fetches ahead, and HEAD,
    were not opened by anybody.
    """
    found = get_object_or_404(Message.objects.of(request.user), pk=id)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        found.mark_read()
    crumbs = [*_crumbs(), {"url": reverse("desk-messages"), "label": _("Messages")}]
    return render(request, "pages/desk_message.html", {"message": found, "crumbs": crumbs})


@own
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """The language that the site and its messages speak to this person, and how often they are mailed."""
    form = MessagesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=["interface_language"])
        digests.choose(form.instance, form.instance.message_pace)
        return _in_new_language(request, form.instance.interface_language)
    status = 422 if form.errors else 200
    return render(request, "pages/desk_settings.html", {"form": form, "crumbs": _crumbs()}, status=status)


def _in_new_language(request: HttpRequest, code: str) -> HttpResponse:
    """Back to the form in the language just chosen, which also addresses without one are answered in from now on."""
    with in_language_of(request.user):
        notices.success(request, _("Saved. Pages and messages come in this language from now on."))
        response = redirect("desk-settings")
    response.set_cookie("language", code, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("desk"), "label": _("My desk")}]
