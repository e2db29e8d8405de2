"""A form of the desk that comes too late: the sign-in has ended, or it stood open too long. What was typed comes back.

The text goes back to the browser that sent it and is stored nowhere: nobody knows who has sent it. It works without
scripts: the page holds the text in a form that can be sent again once the person has signed in, in another window.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.forms import CharField, IntegerField
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from practices.desk import replies
from practices.desk.forms import FORMS

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a name
CODE = re.compile(r"[\w.:-]{0,64}", re.ASCII)  # what pages put into their forms themselves, and choices
LABELS = {name: field.label for form in FORMS.values() for name, field in form.base_fields.items() if field.label}
CHOICES = {name for form in FORMS.values() for name, field in form.base_fields.items()
           if not isinstance(field, CharField | IntegerField)}


@dataclass(frozen=True, slots=True)
class Typed:
    """Something that came with a form."""

    name: str
    value: str
    label: Any = ""
    hidden: bool = False

    @property
    def long(self) -> bool:
        """Whether it needs more than a line."""
        return len(self.value) > 80 or "\n" in self.value


def answer(request: HttpRequest) -> HttpResponse | None:
    """For somebody who is not signed in: the text that was sent; nothing where there was none."""
    if replies.wanted(request):
        return replies.told(403, replies.EXPIRED)
    return _page(request, signed_in=False)


def stale(request: HttpRequest) -> HttpResponse | None:
    """For a form whose token is not valid any more: the same, if it is certain that it came from a page of ours."""
    if not _is_ours(request):
        return None
    if replies.wanted(request):
        return replies.told(403, replies.TOKEN, token=get_token(request))
    return _page(request, signed_in=request.user.is_authenticated)


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says so: a page of somebody else must not fill in forms here."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def _page(request: HttpRequest, *, signed_in: bool) -> HttpResponse | None:
    typed = list(_typed(request))
    if request.method != "POST" or all(each.hidden for each in typed):
        return None
    response = render(request, "practices/desk/signed_out.html", {
        "typed": typed, "signed_in": signed_in, "files": bool(request.FILES), "path": request.get_full_path(),
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': reverse('desk')})}",
    }, status=403)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _typed(request: HttpRequest) -> Iterator[Typed]:
    """Everything that was sent but the token; words are shown, choices and marks of the page are carried along."""
    for name, values in request.POST.lists():
        for value in values if name != TOKEN else ():
            code = CODE.fullmatch(value) is not None
            yield Typed(name, value, LABELS.get(name, ""),
                        hidden=code and (not value or name in CHOICES or name not in LABELS))
