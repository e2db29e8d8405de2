"""The page behind the yearly link: three answers, no sign-in; only a post answers."""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from practices import cards, freshness, keys
from practices.desk.fields import Choice, Year
from practices.models import Freshness, Key

Answer = Freshness.Answer


class FreshnessForm(forms.Form):
    """Still running, changed, ended."""

    answer = Choice(
        label=gettext_lazy("How does it stand today?"),
        choices=((Answer.RUNNING, gettext_lazy("It is still running, and the entry is right")),
                 (Answer.CHANGED, gettext_lazy("Something has changed")),
                 (Answer.ENDED, gettext_lazy("It has ended"))),
        error_messages={"required": gettext_lazy("Choose one answer.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What has changed"), max_length=4000, required=False,
        help_text=gettext_lazy("In a few words, if something has changed. Name no person."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    year = Year(label=gettext_lazy("Year it ended"), required=False)

    def clean(self) -> dict[str, Any]:
        """Each answer with what belongs to it."""
        cleaned = super().clean() or {}
        given = cleaned.get("answer")
        if given == Answer.CHANGED and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write what has changed."))
        if given == Answer.ENDED and "year" not in self.errors:
            self._check_year(cleaned.get("year"))
        return cleaned

    def _check_year(self, year: int | None) -> None:
        if year is None:
            self.add_error("year", _("Write the year it ended. If you are not sure, write the likely one."))
        elif year > timezone.now().year:
            self.add_error("year", _("This year is still to come."))


@require_http_methods(["GET", "HEAD", "POST"])
@keys.opened_by(Key.Purpose.FRESHNESS)
def still_running(request: HttpRequest, key: Key) -> HttpResponse:
    """Opening it answers nothing, whatever opens it; sent twice, it is one answer."""
    if key.used_at is not None:
        return render(request, "practices/keys/freshness_answered.html", {"key": key})
    is_asked = Freshness.objects.filter(key=key, closed_at=None).exists()
    if not is_asked or key.practice.state not in freshness.CONFIRMABLE:
        return render(request, "practices/keys/gone.html", status=404)
    form = FreshnessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ended = said["year"] if said["answer"] == Answer.ENDED else None
        freshness.answer(key, said["answer"], text=said["text"], year=ended)
        return redirect(request.path)
    page = key.practice.original
    return render(request, "practices/keys/freshness.html", {
        "key": key, "form": form, "practice": key.practice, "text": page,
        "url": cards.address(key.practice, page.slug) if page is not None and key.practice.is_readable else "",
    }, status=422 if form.errors else 200)
