"""Handing an entry over to a colleague of the same city."""
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

from practices import handing_over
from practices.desk import panels
from practices.desk.access import entry, own
from practices.models import Draft, Practice


class HandOverForm(forms.Form):
    """To whom, and whether one stays."""

    to = forms.TypedChoiceField(
        label=gettext_lazy("Who takes it over?"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a colleague.")})
    stays = forms.BooleanField(
        label=gettext_lazy("I go on answering for it as well"), required=False)

    def __init__(self, *args: Any, practice: Practice, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.pk: each for each in handing_over.colleagues(practice, user)}
        field: Any = self.fields["to"]
        field.choices = [(key, str(each)) for key, each in self.people.items()]


@own
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, id: UUID) -> HttpResponse:
    """Choose a colleague; both get a message."""
    practice = entry(request, id)
    form = HandOverForm(request.POST or None, practice=practice, user=request.user)
    if request.method == "POST" and form.is_valid():
        to = form.people[form.cleaned_data["to"]]
        handing_over.hand_over(practice, to, by=request.user, stays=form.cleaned_data["stays"])
        notices.success(request, _("The entry is handed over. Your colleague has a message."))
        return redirect("desk")
    title, language = panels.name_of(practice, Draft.objects.filter(practice=practice).first())
    return render(request, "practices/desk/hand_over.html", {
        "practice": practice, "form": form, "title": title, "language_of": language, "back": reverse("desk"),
    }, status=422 if form.errors else 200)
