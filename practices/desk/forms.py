"""The form of each question. Only what is listed here can be written, whatever a request holds."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.dates import get_timezone_location
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities import names
from cities.models import CityMembership
from core import cldr, languages
from practices import answers, attaching, embargo
from practices.answers import LONGEST_LABEL
from practices.choices import Kind, Question, ResultsKnown, Status, Visibility
from practices.desk import sections
from practices.desk.answering import LONGEST_ADDRESS, LONGEST_TEXT, AnswerForm, DeskForm, kind_of, required
from practices.desk.fields import Choice, Line, Text, Words, Year
from practices.forms_admin import LONGEST_SUMMARY, LONGEST_TITLE
from practices.models import Draft

__all__ = ["FORMS", "AnswerForm", "DeskForm", "form_for", "kind_of", "problems"]

CONTINUING = (Status.PILOT, Status.RUNNING, Status.COMPLETED, Status.STOPPED)


class TitleForm(AnswerForm):
    """Question 1."""

    title = Line(label=_("Title"), most=LONGEST_TITLE, counter=True,
                 error_messages=required(_("Write a title. It can be changed until the entry is handed in.")))


class SummaryForm(AnswerForm):
    """Question 2."""

    summary = Words(label=_("The problem and what you did"), most=LONGEST_SUMMARY, rows=12,
                    error_messages=required(_("Write a few sentences about the problem and what you did.")))


class CityForm(AnswerForm):
    """Question 3; only the person's own cities can be chosen, and none once the entry has been handed in."""

    city = forms.TypedChoiceField(label=_("City"), coerce=int, widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Offer the cities that the person writes for."""
        own = self.draft.practice.owner_city_id
        ids: set[Any] = {own} if self.draft.practice.original_id else set(
            CityMembership.objects.active_of(self.user).values_list("city_id", flat=True))
        field: Any = self.fields["city"]
        field.choices = sorted(((each, names.label(each)) for each in ids), key=lambda each: each[1])
        field.disabled = self.draft.practice.original_id is not None
        self.initial["city"] = own


class KindForm(AnswerForm):
    """Question 4."""

    kind = Choice(
        label=_("Kind of entry"), choices=Kind.choices,
        explained={
            Kind.CASE_STUDY: _("What one city did, once or over some time, and what came of it."),
            Kind.LESSON_LEARNED: _("One thing you would tell another city: when this happens, do that. Failures are "
                                   "welcome."),
            Kind.PROGRAMME: _("An offer of prevention or help that goes on or is repeated."),
        },
        error_messages=required(_("Choose what kind of entry it is.")),
    )

    def prepare(self) -> None:
        """The kind of an entry that was handed in stays."""
        self.fields["kind"].disabled = self.draft.practice.original_id is not None


class TimeForm(AnswerForm):
    """Question 5."""

    status = Choice(label=_("Where it stands today"), choices=Status.choices,
                    error_messages=required(_("Choose where it stands today.")))
    start_year = Year(label=_("Year it started"), required=False)
    end_year = Year(label=_("Year it ended"), required=False, help_text=_("Leave it empty while the work goes on."))

    def clean(self) -> dict[str, Any]:
        """A start where there was one, and no end before it."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_year"), cleaned.get("end_year")
        if cleaned.get("status") in CONTINUING and not start and "start_year" not in self.errors:
            self.add_error("start_year", _("Write the year it started. If you are not sure, write the likely one."))
        if start and end and end < start:
            self.add_error("end_year", _("The end lies before the start. Correct one of the two years."))
        return cleaned


class PeopleForm(AnswerForm):
    """Question 6."""

    took_part = Text(label=_("Who took part"), most=LONGEST_TEXT, rows=5,
                     error_messages=required(_("Write who took part, by role or situation in life.")))
    organisation = Line(label=_("Who delivered it"), most=250,
                        help_text=_("The organisation or office in the lead; name others in the field above."),
                        error_messages=required(_("Write which organisation or office delivered it.")))


class ChangeForm(AnswerForm):
    """Question 7; two of its three answers need no more words."""

    results_known = Choice(
        label=_("What can you say about results?"), choices=ResultsKnown.choices,
        error_messages=required(_("Choose one answer. “Too early” and “not measured” are good answers.")),
    )
    change = Line(label=_("What changed, in one line"), most=LONGEST_LABEL, required=False, counter=True,
                  help_text=_("Needed only for the first answer. “Nothing changed” is a result."))
    how_known = Text(
        label=_("How do you know?"), most=LONGEST_TEXT, required=False,
        help_text=_("What did you see, count or hear? Who looked at it: you, somebody you paid, or somebody "
                    "independent? Leave out anything that could identify a participant."),
    )

    def clean(self) -> dict[str, Any]:
        """What is known is said, with how."""
        cleaned = super().clean() or {}
        if cleaned.get("results_known") == ResultsKnown.KNOWN:
            for name, message in (("change", _("Write in one line what changed, or that nothing did.")),
                                  ("how_known", _("Write how you know. A rough answer is better than none."))):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned


class DifficultForm(AnswerForm):
    """Question 8."""

    challenges = Text(label=_("What was difficult"), most=LONGEST_TEXT, rows=9, error_messages=required(
        _("Write at least one thing that was difficult, or that you would do differently.")))


class RightsForm(AnswerForm):
    """Question 9."""

    rights = Text(label=_("Rights, privacy and free choice"), most=LONGEST_TEXT, rows=9, error_messages=required(
        _("Write how people could say no, what was recorded about them and where they could complain.")))


class ContactForm(AnswerForm):
    """Question 10."""

    unit = Line(label=_("Unit that answers questions"), most=250, help_text=_("By function, never by name."),
                error_messages=required(_("Name the unit that answers questions.")))
    contact_email = forms.EmailField(
        max_length=LONGEST_ADDRESS, label=_("Its e-mail address"),
        help_text=_("Never shown: questions are passed on by this site."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={
            "required": _("Give an e-mail address, so that questions can be passed on."),
            "invalid": _("This is not a complete e-mail address. It looks like name@city.example."),
        },
    )
    visibility = Choice(
        label=_("Who may read the entry once it is published?"), choices=Visibility.choices,
        explained={
            Visibility.PUBLIC: _("It is found by search engines and can be translated and cited."),
            Visibility.MEMBERS: _("Only people of member cities and the network’s staff, after signing in."),
        },
        error_messages=required(_("Choose who may read the entry.")),
    )
    not_before = forms.CharField(
        label=_("Not before"), required=False,
        widget=forms.TextInput(attrs={"type": "datetime-local", "dir": "ltr"}),
        help_text=_("Only where readers must wait, such as until a decision of the council. Until then only your city "
                    "and editors can read it, also once it is published."))
    not_before_zone = forms.ChoiceField(label=_("Time zone of this moment"), required=False)
    licence = forms.BooleanField(
        label=_("Others may share and adapt our texts and pictures if they name our city (licence CC BY 4.0)."),
        error_messages=required(_("Tick the box: without this licence the entry cannot be published.")),
    )

    def prepare(self) -> None:
        """Who may read a published entry, and from when, is decided elsewhere."""
        public = self.draft.practice.first_published_at is not None
        self.fields["visibility"].disabled = public
        if public:
            del self.fields["not_before"], self.fields["not_before_zone"]
            return
        place = names.place(self.draft.practice.owner_city_id or 0)
        zones = embargo.zones_of(place.country if place else "")
        if (kept := self.initial.get("not_before_zone")) and kept not in zones and embargo.is_zone(kept):
            zones.append(kept)
        field: Any = self.fields["not_before_zone"]
        field.choices = [(zone, zone_name(zone)) for zone in zones]

    def clean_not_before(self) -> str:
        """A moment as it is kept; browsers send seconds where there are some."""
        typed = str(self.cleaned_data["not_before"]).strip().replace(" ", "T")
        try:
            return typed and datetime.fromisoformat(typed).replace(tzinfo=None).strftime(embargo.FORMAT)
        except ValueError:
            raise forms.ValidationError(_("Write a date and a time, such as 2030-05-17 09:00.")) from None

    def clean(self) -> dict[str, Any]:
        """A moment that is still to come, unless the entry has kept it for long."""
        cleaned = super().clean() or {}
        if not cleaned.get("not_before"):
            return {**cleaned, "not_before_zone": ""} if "not_before_zone" in self.fields else cleaned
        known = self.draft.base.get("not_before") == cleaned["not_before"]
        until = embargo.moment(cleaned) if "not_before_zone" in cleaned else None
        if until and until <= timezone.now() and not known:
            self.add_error("not_before", _("This moment has passed. Choose a later one, or leave it empty."))
        return cleaned


def zone_name(zone: str) -> str:
    """A time zone by the name of its town, in the language of the reader."""
    if zone == embargo.UTC_NAME:
        return zone
    return get_timezone_location(zone, locale=cldr.locale_of(languages.current().public), return_city=True)


FORMS: Mapping[str, type[AnswerForm]] = {
    Question.TITLE: TitleForm, Question.SUMMARY: SummaryForm, Question.CITY: CityForm, Question.KIND: KindForm,
    Question.TIME: TimeForm, Question.PEOPLE: PeopleForm, Question.CHANGE: ChangeForm,
    Question.DIFFICULT: DifficultForm, Question.RIGHTS: RightsForm, Question.CONTACT: ContactForm,
    **sections.FORMS,
}


def form_for(
    question: str, draft: Draft, user: Any, data: Mapping[str, Any] | None = None, *,
    looking: Mapping[str, str] | None = None
) -> AnswerForm:
    """The form of a question, with what the draft holds or with what was sent; `looking` is what is searched for."""
    return FORMS[question](data, draft=draft, user=user, initial=dict(draft.answers), looking=looking or {})


def problems(draft: Draft, user: Any) -> dict[str, list[Any]]:
    """What stands in the way of handing a draft in, by question; judged by the same forms that ask."""
    found: dict[str, list[Any]] = {}
    for question in answers.asked_of(kind_of(draft)):
        if question not in FORMS:
            continue
        form = form_for(question, draft, user, draft.answers)
        if messages := [message for _place, _label, message in form.error_links()]:
            found[question] = messages
    if attaching.ill_described(draft):
        found[Question.FILES] = [_("Some words beside a picture or a file are missing or too long.")]
    return found
