"""Asking somebody in the city's administration to agree to an entry, and what came of it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core import languages
from practices import keys, previewing
from practices.desk import panels
from practices.desk.access import entry, own
from practices.models import Draft, Key, Practice


class ApprovalForm(forms.Form):
    """For whom, for how long, in which language."""

    function = forms.CharField(
        label=gettext_lazy("Who should agree?"), max_length=200,
        help_text=gettext_lazy("By function, never by name, such as “the mayor”."),
        error_messages={"required": gettext_lazy("Write who should agree, by function.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long the link opens"), coerce=int, initial=14,
        choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in previewing.DAYS])
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the page"),
        help_text=gettext_lazy("Of headings and buttons; the text stays as you wrote it."),
        choices=[(language.public, language.name) for language in languages.INTERFACE])


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its city sees it."""

    key: Key
    address: str
    is_current: bool  # the answer is about the text as it stands now

    @property
    def waits(self) -> bool:
        """Whether it can still be answered."""
        return self.key.is_open and self.key.used_at is None

    @property
    def agreed(self) -> bool:
        """Whether the answer was yes."""
        return self.key.answer == previewing.AGREE


@own
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, id: UUID) -> HttpResponse:
    """Make a link; below it every one that was made."""
    practice = entry(request, id)
    form = ApprovalForm(request.POST or None, initial={"language": languages.current().public})
    if request.method == "POST" and form.is_valid():
        previewing.ask(practice, by=request.user, **form.cleaned_data)
        notices.success(request, _("The link is made. Copy it and pass it on yourself: this site sends it to nobody."))
        return redirect(reverse("practices:desk-approval", args=[id]) + "#links")
    title, language = panels.name_of(practice, Draft.objects.filter(practice=practice).first())
    return render(request, "practices/desk/approval.html", {
        "practice": practice, "form": form, "links": _links(practice), "title": title, "language_of": language,
        "back": reverse("practices:desk-entry", args=[id]), "over": practice.state in previewing.OVER,
    }, status=422 if form.errors else 200)


def _links(practice: Practice) -> list[Link]:
    """The newest first."""
    made = practice.keys.filter(purpose=Key.Purpose.PREVIEW).order_by("-created_at", "-pk")
    page = previewing.shown(practice) if made else None
    now = previewing.digest_of(page) if page is not None else ""
    return [Link(key, _address(key), key.digest == now) for key in made]


def _address(key: Key) -> str:
    """The link in the language that it was made for."""
    with translation.override(languages.by_public(key.language).django):
        return keys.link(key)


@own
@require_POST
def take_back(request: HttpRequest, id: UUID, key: UUID) -> HttpResponse:
    """Close a link."""
    practice = entry(request, id)
    found: Any = get_object_or_404(Key, pk=key, practice=practice, purpose=Key.Purpose.PREVIEW)
    previewing.take_back(found, by=request.user)
    notices.success(request, _("The link opens nothing any more."))
    return redirect(reverse("practices:desk-approval", args=[id]) + "#links")
