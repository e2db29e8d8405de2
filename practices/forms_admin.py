"""The form of a practice in the Wagtail admin: concepts by vocabulary, and who may read the entry."""
from __future__ import annotations

from datetime import UTC
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail_localize.fields import TranslatableField

from cities.models import City
from core import languages
from practices.choices import Kind, ReviewDepth, Visibility
from practices.widgets import OneCitySearch
from taxonomy.models import Concept
from taxonomy.schemes import Scheme

SCHEMES = (
    Scheme.FORM, Scheme.LEVEL, Scheme.APPROACH, Scheme.SETTING, Scheme.SECTOR, Scheme.PARTICIPANTS, Scheme.AGE,
    Scheme.THEME, Scheme.HARMED, Scheme.HARM, Scheme.DRIVER,
)
AUDIENCE_FIELDS = ("visibility", "embargo_until", "city_withheld")
RECORD_FIELDS = ("owner_city", "contact_email", "from_public_sources", "licence_agreed", "review_depth")
OWN_OF_TRANSLATIONS = {"slug", "pictures", "comment_notifications"}
LONGEST_TITLE = 120  # characters
LONGEST_SUMMARY = 250  # words


def field_name(scheme: str) -> str:
    """The name of the form field of a vocabulary."""
    return f"concepts_{scheme}"


def word_count(text: str) -> int:
    """About how many words a text has; in Chinese and Japanese two characters count as one."""
    written_together = sum(1 for character in text if "\u3040" <= character <= "\u9fff")
    return (written_together + 1) // 2 + sum(1 for word in text.split() if not "\u3040" <= word[0] <= "\u9fff")


class UtcField(forms.DateTimeField):
    """A moment in UTC, as its label says, whatever time zone an editor has chosen for the admin."""

    def prepare_value(self, value: Any) -> Any:
        """As it is shown."""
        with timezone.override(UTC):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """As it is kept."""
        with timezone.override(UTC):
            return super().to_python(value)


class ConceptsField(forms.ModelMultipleChoiceField):
    """Check boxes of one vocabulary with labels in the editor's language."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, scheme: str) -> None:
        super().__init__(queryset=Concept.objects.none(), required=False, label=Scheme(scheme).label)
        self.scheme = scheme

    def fill(self) -> None:
        """Offer the concepts that can be chosen now."""
        self.queryset = Concept.objects.of(self.scheme).usable()

    def label_from_instance(self, obj: Concept) -> str:
        """The concept's preferred label."""
        return obj.label()


class PracticeCopyForm(CopyForm):
    """A copy starts a practice of its own: never published with the copy, never an alias."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)


class PracticePageForm(WagtailAdminPageForm):
    """Adds to the page's own fields one field per vocabulary, and the audience that stands on the practice."""

    visibility = forms.ChoiceField(
        label=_("Who may read it"), choices=Visibility.choices, initial=Visibility.PUBLIC, widget=forms.RadioSelect,
        required=False, help_text=_("Takes effect at once when you save, in every language."),
    )
    embargo_until = UtcField(
        label=_("Not before (UTC)"), required=False, widget=AdminDateTimeInput,
        help_text=_("Until then only editors and the city's own people can read it."),
    )
    city_withheld = forms.BooleanField(
        label=_("City not named"), required=False,
        help_text=_("Only before the first publication. Country, organisations, dates, contact, pictures and sources "
                    "are withheld too."),
    )
    owner_city = forms.ModelChoiceField(
        queryset=City.objects.all(), label=_("Submitting city"), required=False, widget=OneCitySearch,
        help_text=_("Its people see the entry on their desk and answer for it."),
    )
    contact_email = forms.EmailField(
        label=_("Address for questions (never shown)"), required=False,
        help_text=_("Of the unit, not of a person. Questions of readers are relayed to it."),
    )
    from_public_sources = forms.BooleanField(
        label=_("Documented from public sources"), required=False,
        help_text=_("Written by editors from what is public; readers are told so."),
    )
    licence_agreed = forms.BooleanField(
        label=_("The city agreed to the licence CC BY 4.0"), required=False,
        help_text=_("Tick it once the agreement is on file. It cannot be taken back here."),
    )
    review_depth = forms.ChoiceField(label=_("Review"), choices=ReviewDepth.choices, required=False)
    for _scheme in SCHEMES:
        locals()[field_name(_scheme)] = ConceptsField(_scheme)
    del _scheme

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leave_out()
        self._fill_concepts()
        self._fill_audience()
        self._mark_direction()

    @property
    def tongue(self) -> languages.Language:
        """The language that the text is written in."""
        page = self.instance
        return page.language if page.locale_id else languages.by_public(languages.DEFAULT)

    def _leave_out(self) -> None:
        """On a translation only texts can be changed; who may read an entry is for those who may decide about it."""
        from practices import decisions  # the models import this form

        if not self.instance.is_original:
            texts = {field.field_name for field in self.instance.translatable_fields
                     if isinstance(field, TranslatableField)}
            for name in set(self.fields) - texts - OWN_OF_TRANSLATIONS:
                del self.fields[name]
        page = self.instance
        cities = page.facts.cities.all()
        if self.for_user is None or decisions.audience_refusal(self.for_user, page.practice, cities):
            for name in (*AUDIENCE_FIELDS, *RECORD_FIELDS):
                self.fields.pop(name, None)
        elif page.practice is None or decisions.refusal(self.for_user, page.practice, cities):
            self.fields.pop("review_depth", None)  # the author of a draft does not say that it was checked

    def _fill_concepts(self) -> None:
        chosen = list(self.instance.concepts.all())
        for scheme in SCHEMES:
            field = self.fields.get(field_name(scheme))
            if isinstance(field, ConceptsField):
                field.fill()
                self.initial[field_name(scheme)] = [concept.pk for concept in chosen if concept.scheme == scheme]

    def _fill_audience(self) -> None:
        practice = self.instance.practice
        if practice is None:
            return
        for name in {*AUDIENCE_FIELDS, *RECORD_FIELDS} & set(self.fields):
            self.initial[name] = getattr(practice, name)
        if "licence_agreed" in self.fields:
            self.fields["licence_agreed"].disabled = practice.licence_agreed

    def _mark_direction(self) -> None:
        """Plain inputs of the text get its language and direction; `admin/direction.js` marks the others."""
        for field in self.instance.translatable_fields:
            if field.field_name in self.fields and field.field_name != "slug":
                self.fields[field.field_name].widget.attrs.update(dir=self.tongue.direction, lang=self.tongue.html)

    def clean_title(self) -> str:
        """A title fits into a list."""
        title = self.cleaned_data["title"]
        if len(title) > LONGEST_TITLE:
            raise forms.ValidationError(
                _("The title has %(length)d characters. Shorten it to %(most)d.")
                % {"length": len(title), "most": LONGEST_TITLE})
        return title

    def clean_summary(self) -> str:
        """The summary stays a summary; it may be missing from a draft only."""
        summary = self.cleaned_data["summary"]
        if not summary and not self.is_deferred_validation:
            raise forms.ValidationError(_("Write a summary before the entry is published."))
        if word_count(summary) > LONGEST_SUMMARY:
            raise forms.ValidationError(
                _("The summary has %(count)d words. Shorten it to %(most)d.")
                % {"count": word_count(summary), "most": LONGEST_SUMMARY})
        return summary

    def clean(self) -> dict[str, Any]:
        """Check what only makes sense together."""
        cleaned = super().clean()
        start, end = cleaned.get("start_year"), cleaned.get("end_year")
        if start and end and end < start:
            self.add_error("end_year", _("The end lies before the start. Correct one of the two years."))
        if self._lacks_city(cleaned):
            self.add_error("cities", _("Choose at least one city before the entry is published."))
        practice = self.instance.practice
        was_public = practice is not None and practice.first_published_at is not None
        if cleaned.get("city_withheld") and was_public and not practice.city_withheld:
            self.add_error("city_withheld", _("A city that has been named in public cannot be withheld afterwards."))
        return cleaned

    def _lacks_city(self, cleaned: dict[str, Any]) -> bool:
        """A case and a programme happened somewhere; a lesson may stand alone."""
        return (
            "cities" in self.fields and not self.is_deferred_validation and not cleaned.get("cities")
            and "cities" not in self.errors and self.instance.kind != Kind.LESSON_LEARNED
        )

    def save(self, commit: bool = True) -> Any:
        """Put the chosen concepts together; the audience is applied by an action after the page is saved."""
        page = self.instance
        self._gather_concepts()
        if "visibility" in self.fields:
            now = page.practice.visibility if page.practice else Visibility.PUBLIC
            page.wanted_audience = {
                "visibility": self.cleaned_data.get("visibility") or now,
                "embargo_until": self.cleaned_data.get("embargo_until"),
                "city_withheld": bool(self.cleaned_data.get("city_withheld")),
            }
            page.wanted_record = {name: self.cleaned_data.get(name) for name in RECORD_FIELDS if name in self.fields}
            if not page.wanted_record.get("review_depth"):
                page.wanted_record.pop("review_depth", None)
        return super().save(commit)

    def _gather_concepts(self) -> None:
        """One list from all vocabularies; what the form does not offer, such as a retired concept, stays."""
        names = [field_name(scheme) for scheme in SCHEMES if field_name(scheme) in self.fields]
        if not names:
            return
        offered = {concept.pk for name in names for concept in self.fields[name].queryset}
        kept = [concept for concept in self.instance.concepts.all() if concept.pk not in offered]
        self.instance.concepts = [*kept, *(concept for name in names for concept in self.cleaned_data.get(name) or ())]
