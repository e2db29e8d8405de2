"""Beginning an entry: city and language chosen explicitly; a form sent many times begins one entry."""
from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cities import names
from cities.models import CityMembership
from core import cldr, languages
from practices import submitting
from practices.choices import Question
from practices.desk.access import entry, languages_offered, own, writable
from practices.desk.forms import DeskForm
from practices.desk.showing import inputs
from practices.models import Practice

SALT = "practices.desk.new"
OLDEST = 60 * 60 * 24 * 14  # seconds; as long as a session


class LanguageForm(DeskForm):
    """The language that a city writes in, whatever language the site is read in."""

    language = forms.ChoiceField(
        label=_("Language you write in"),
        help_text=_("Any of these, whatever language you read this site in. Every text of the entry is in it; "
                    "translations come later."),
        error_messages={"required": _("Choose the language you write in.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [("", _("Choose")), *((each.public, _named(each)) for each in languages_offered())]


class StartForm(LanguageForm):
    """Which city, which language; `key` becomes the id of the entry, so that it can be begun once only."""

    city = forms.TypedChoiceField(
        label=_("City"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the city that the entry is about.")},
    )
    key = forms.CharField(label=_("This form"), required=False, widget=forms.HiddenInput)
    field_order = ("city", "language", "key")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.cities = {each.city_id: each.city for each in CityMembership.objects.active_of(user)}
        field: Any = self.fields["city"]
        field.choices = sorted(((each, names.label(each)) for each in self.cities), key=lambda each: each[1])
        if len(self.cities) == 1:
            field.widget = forms.HiddenInput()
            self.initial["city"] = next(iter(self.cities))
        self.initial["key"] = signing.dumps([str(uuid.uuid4()), user.pk], salt=SALT)

    def clean_key(self) -> uuid.UUID:
        """The id that this form was given for this person; another one is taken for none."""
        try:
            id, person = signing.loads(self.cleaned_data["key"], salt=SALT, max_age=OLDEST)
        except signing.BadSignature:
            id, person = "", None
        if person != self.user.pk:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["key"] = self.initial["key"]  # type: ignore[index]
            raise forms.ValidationError(_("This form stood open too long. Send it again."))
        return uuid.UUID(id)


def _named(language: languages.Language) -> str:
    """A language by its own name, and by that in the reader's language where the two differ."""
    here = cldr.language_name(language.public)
    return language.name if here.casefold() == language.name.casefold() else f"{language.name} · {here}"


@own
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an entry, for people who work for a city."""
    if not CityMembership.objects.active_of(request.user).exists():
        return render(request, "practices/desk/no_city.html", status=403)
    form = StartForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        practice = _begin(form, request.user)
        return redirect("practices:desk-question", practice.pk, Question.TITLE)
    return _page(request, "practices/desk/new.html", form, only_city=_only(form))


def _page(request: HttpRequest, template: str, form: LanguageForm, **context: Any) -> HttpResponse:
    problems = list(form.error_links()) if form.is_bound else []
    return render(request, template, {"form": form, "inputs": inputs(form), "problems": problems, **context},
                  status=422 if form.is_bound else 200)


def _only(form: StartForm) -> str:
    return names.label(next(iter(form.cities))) if len(form.cities) == 1 else ""


def _begin(form: StartForm, user: Any) -> Practice:
    """The entry with the form's key: a new one, or the one that another post of the same form has made."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            return submitting.start(
                form.cities[given["city"]], by=user, language=given["language"], id=given["key"]).practice
    except IntegrityError:
        return Practice.objects.of_desk(user).get(pk=given["key"])


@own
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Choose another language for an entry that was never handed in."""
    practice, draft = entry(request, id), writable(request, id)
    if practice.original_id:
        submitting.set_language(draft, draft.language, by=request.user)  # says why not
    form = LanguageForm(request.POST or None, initial={"language": draft.language})
    if request.method == "POST" and form.is_valid():
        submitting.set_language(draft, form.cleaned_data["language"], by=request.user)
        return redirect("practices:desk-entry", id)
    return _page(request, "practices/desk/language.html", form, practice=practice)
