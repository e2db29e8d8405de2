"""What a link for approval opens: the entry as readers would see it, and two answers."""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import files
from practices import keys, previewing
from practices.desk.fields import Choice
from practices.models import Key, PracticePage
from practices.previewing import AGREE, CHANGE
from practices.views import draft_context

WIDTH = 960  # of a picture, in pixels


class AnswerForm(forms.Form):
    """Agree, or say what should change; `seen` is the text that was on the page."""

    answer = Choice(
        label=gettext_lazy("Do you agree?"),
        choices=((AGREE, gettext_lazy("I agree")), (CHANGE, gettext_lazy("Please change this"))),
        error_messages={"required": gettext_lazy("Choose one answer.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What should be changed"), max_length=4000, required=False,
        help_text=gettext_lazy("The people of your city who wrote the entry read this. Name no other person."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Who wants a change says which."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == CHANGE and not cleaned.get("text"):
            self.add_error("text", _("Write what should be changed."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@keys.opened_by(Key.Purpose.PREVIEW)
def preview(request: HttpRequest, key: Key) -> HttpResponse:
    """Opening it changes nothing, however often and by whatever mail scanner; a post answers, once."""
    page = previewing.shown(key.practice)
    if page is None or key.practice.state in previewing.OVER:
        return render(request, "practices/keys/gone.html", status=404)
    if key.used_at is not None:
        return render(request, "practices/keys/answered.html", {"key": key, "agreed": key.answer == AGREE})
    digest = previewing.digest_of(page)
    form = AnswerForm(request.POST or None, initial={"seen": digest})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] == digest:
            previewing.answer(key, form.cleaned_data["answer"], form.cleaned_data["text"], digest=digest)
            return redirect(request.path)
        return _page(request, key, page, _again(form, digest), changed=True, status=409)
    return _page(request, key, page, form, changed=digest != key.digest, status=422 if form.errors else 200)


def _again(form: AnswerForm, digest: str) -> AnswerForm:
    """The same words about the text as it is now."""
    return AnswerForm(initial={**form.cleaned_data, "seen": digest})


def _page(
    request: HttpRequest, key: Key, page: PracticePage, form: AnswerForm, *, changed: bool, status: int
) -> HttpResponse:
    """The entry with nothing that leads behind the link, and the two answers below it."""
    return render(request, "practices/keys/preview.html", {
        **draft_context(page), "key": key, "form": form, "changed": changed, "secret": keys.secret(key),
    }, status=status)


@require_safe
@keys.opened_by(Key.Purpose.PREVIEW)
def picture(request: HttpRequest, key: Key, id: int) -> HttpResponseBase:
    """A picture of the entry, for whoever has the link and as long as it shows the text."""
    closed = key.used_at is not None or key.practice.state in previewing.OVER
    page = None if closed else previewing.shown(key.practice)
    shown = draft_context(page)["pictures"] if page is not None else []
    found = next((child.value["image"] for child in shown if child.value["image"].pk == id), None)
    if found is None:
        raise Http404
    return files.private_bytes(request, found.get_rendition(f"width-{WIDTH}|format-jpeg"))
