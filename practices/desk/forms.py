"""The form of each question. Only what is listed here can be written, whatever a request holds."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cities import names
from cities.models import CityMembership
from core import languages
from practices import attaching
from practices.answers import LONGEST_LABEL
from practices.choices import Kind, Question, ResultsKnown, Status, Visibility
from practices.desk.fields import Choice, Counted, Line, Text, Words, Year
from practices.forms_admin import LONGEST_SUMMARY, LONGEST_TITLE
from practices.models import Draft

CLOSING = " \u00a0\u202f?؟？.。:："  # what may end a label; a colon follows
LONGEST_TEXT = 6000  # characters of one answer
LONGEST_ADDRESS = 254  # characters that the column of an e-mail address takes; forms allow more by themselves
LONGEST_KEPT = 50_000  # characters that are kept although they are too many, so that they can be shortened
CONTINUING = (Status.PILOT, Status.RUNNING, Status.COMPLETED, Status.STOPPED)


class DeskForm(forms.Form):
    """A form whose mistakes are listed with links to where they are."""

    def error_links(self) -> Iterator[tuple[str, str, str]]:
        """For the summary: where each mistake is, the name of the field, what to do."""
        for bound in self:
            for message in bound.errors:
                first = f"{bound.auto_id}_0" if bound.widget_type == "radioselect" else bound.auto_id
                yield first, _name(bound), str(message)


def _name(bound: BoundField) -> str:
    """What a mistake is listed under; nothing where the label is a sentence to agree to."""
    return "" if bound.widget_type == "checkbox" else str(bound.label).rstrip(CLOSING)


class AnswerForm(DeskForm):
    """One question about a draft; what a city says is written in the draft's language and direction."""

    def __init__(self, *args: Any, draft: Draft, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.user = draft, user
        tongue = languages.by_public(draft.language)
        for field in self.fields.values():
            if isinstance(field, Counted):
                field.widget.attrs.update(lang=tongue.html, dir=tongue.direction)
                field.widget.attrs["class"] = "said"
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the draft and the person."""

    def given(self) -> dict[str, Any]:
        """What was answered: valid values as they are kept, others as they were typed."""
        values = {}
        self.is_valid()
        for name, field in self.fields.items():
            if field.disabled:
                continue
            if name in self.cleaned_data and name not in self.errors:
                values[name] = self.cleaned_data[name]
            elif self._may_keep(field, typed := self[name].data):
                values[name] = _storable(typed)
        return values

    def unkept(self) -> bool:
        """Whether something was typed that cannot be kept, because it is too much or no answer that was offered."""
        return set(self.given()) != {name for name, field in self.fields.items() if not field.disabled}

    @staticmethod
    def _may_keep(field: forms.Field, typed: Any) -> bool:
        if typed in (None, "", False):
            return True
        return not isinstance(field, forms.ChoiceField) and isinstance(typed, str) and len(typed) <= LONGEST_KEPT


def _storable(typed: Any) -> Any:
    """Text that every database takes."""
    return typed.replace("\x00", "").strip() if isinstance(typed, str) else typed


def required(text: Any) -> dict[str, Any]:
    """The sentence for an answer that is missing."""
    return {"required": text}


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
    licence = forms.BooleanField(
        label=_("Others may share and adapt our texts and pictures if they name our city (licence CC BY 4.0)."),
        error_messages=required(_("Tick the box: without this licence the entry cannot be published.")),
    )

    def prepare(self) -> None:
        """Who may read a published entry is decided elsewhere."""
        self.fields["visibility"].disabled = self.draft.practice.first_published_at is not None


FORMS: Mapping[str, type[AnswerForm]] = {
    Question.TITLE: TitleForm, Question.SUMMARY: SummaryForm, Question.CITY: CityForm, Question.KIND: KindForm,
    Question.TIME: TimeForm, Question.PEOPLE: PeopleForm, Question.CHANGE: ChangeForm,
    Question.DIFFICULT: DifficultForm, Question.RIGHTS: RightsForm, Question.CONTACT: ContactForm,
}


def form_for(question: str, draft: Draft, user: Any, data: Mapping[str, Any] | None = None) -> AnswerForm:
    """The form of a question, with what the draft holds or with what was sent."""
    return FORMS[question](data, draft=draft, user=user, initial=dict(draft.answers))


def problems(draft: Draft, user: Any) -> dict[str, list[Any]]:
    """What stands in the way of handing a draft in, by question; judged by the same forms that ask."""
    found: dict[str, list[Any]] = {}
    for question in FORMS:
        form = form_for(question, draft, user, draft.answers)
        if messages := [message for _place, _label, message in form.error_links()]:
            found[question] = messages
    if attaching.ill_described(draft):
        found[Question.FILES] = [_("Some words beside a picture or a file are missing or too long.")]
    return found
