"""The city decides whether its entry names it, and sees what a reader could still combine if it does not."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cities.candidates import FEWEST
from practices import not_named, withholding
from practices.desk import panels
from practices.desk.access import entry, own
from practices.desk.fields import Choice
from practices.models import Draft, Practice

NAMED, NOT_NAMED = "named", "not-named"


class NamedForm(forms.Form):
    """One choice."""

    city = Choice(
        label=gettext_lazy("Does the entry name your city?"),
        choices=((NAMED, gettext_lazy("Yes, our city is named")), (NOT_NAMED, gettext_lazy("No, it is not named"))),
        error_messages={"required": gettext_lazy("Choose one answer.")},
    )


@own
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, id: UUID) -> HttpResponse:
    """The choice, only before the first publication; to be named after all is possible at any time."""
    practice = entry(request, id)
    form = NamedForm(request.POST or None, initial={"city": NOT_NAMED if practice.city_withheld else NAMED})
    if request.method == "POST" and form.is_valid():
        withhold = form.cleaned_data["city"] == NOT_NAMED
        (not_named.ask if withhold else not_named.name_again)(practice, by=request.user)
        notices.success(request, _("Readers will not be told which city it is.") if withhold
                        else _("The entry names your city."))
        return redirect("practices:desk-not-named", id)
    return render(request, "practices/desk/not_named.html", {
        "practice": practice, "form": form, "few": FEWEST, "back": reverse("practices:desk-entry", args=[id]),
        "possible": practice.city_withheld or practice.first_published_at is None, **_seen(practice),
    }, status=422 if form.errors else 200)


def _seen(practice: Practice) -> dict[str, Any]:
    """What could be combined, and where the words give the city away all the same."""
    draft = Draft.objects.filter(practice=practice).first()
    title, language = panels.name_of(practice, draft)
    seen = withholding.look(practice, practice.newest_text(), draft)
    return {
        "title": title, "language_of": language, "rows": withholding.in_words(seen.combines),
        "candidates": seen.candidates, "named": seen.named, "organisations": seen.organisations_named,
    }
