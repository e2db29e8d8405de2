"""The form of a practice in the Wagtail admin: concepts by vocabulary, and who may read the entry."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateTimeInput

from practices.choices import Visibility
from taxonomy.models import Concept
from taxonomy.schemes import Scheme

SCHEMES = (
    Scheme.FORM, Scheme.LEVEL, Scheme.APPROACH, Scheme.SETTING, Scheme.SECTOR, Scheme.PARTICIPANTS, Scheme.AGE,
    Scheme.THEME, Scheme.HARMED, Scheme.HARM, Scheme.DRIVER,
)
AUDIENCE_FIELDS = ("visibility", "embargo_until", "city_withheld")


def field_name(scheme: str) -> str:
    """The name of the form field of a vocabulary."""
    return f"concepts_{scheme}"


class ConceptsField(forms.ModelMultipleChoiceField):
    """Check boxes of one vocabulary with labels in the editor's language."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, scheme: str) -> None:
        super().__init__(queryset=Concept.objects.none(), required=False, label=Scheme(scheme).label)
        self.scheme = scheme

    def fill(self) -> None:
        """Offer the concepts that can be chosen now."""
        self.queryset = Concept.objects.filter(scheme=self.scheme).exclude(status=Concept.RETIRED)

    def label_from_instance(self, obj: Concept) -> str:
        """The concept's preferred label."""
        return obj.label()


class PracticePageForm(WagtailAdminPageForm):
    """Adds to the page's own fields one field per vocabulary, and the audience that stands on the practice."""

    visibility = forms.ChoiceField(
        label=_("Who may read it"), choices=Visibility.choices, initial=Visibility.PUBLIC, widget=forms.RadioSelect,
        required=False, help_text=_("Takes effect at once when you save, in every language."),
    )
    embargo_until = forms.DateTimeField(
        label=_("Not before (UTC)"), required=False, widget=AdminDateTimeInput,
        help_text=_("Until then only editors and the city's own people can read it."),
    )
    city_withheld = forms.BooleanField(
        label=_("City not named"), required=False,
        help_text=_("Only before the first publication. Country, organisations, dates, contact, pictures and sources "
                    "are withheld too."),
    )
    for _scheme in SCHEMES:
        locals()[field_name(_scheme)] = ConceptsField(_scheme)
    del _scheme

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill_concepts()
        practice = self.instance.practice
        if practice is not None:
            for name in AUDIENCE_FIELDS:
                if name in self.fields:
                    self.initial[name] = getattr(practice, name)

    def _fill_concepts(self) -> None:
        chosen = list(self.instance.concepts.all())
        for scheme in SCHEMES:
            field = self.fields.get(field_name(scheme))
            if isinstance(field, ConceptsField):
                field.fill()
                self.initial[field_name(scheme)] = [concept.pk for concept in chosen if concept.scheme == scheme]

    def clean(self) -> dict[str, Any]:
        """Check what only makes sense together."""
        cleaned = super().clean()
        start, end = cleaned.get("start_year"), cleaned.get("end_year")
        if start and end and end < start:
            self.add_error("end_year", _("The end lies before the start. Correct one of the two years."))
        practice = self.instance.practice
        was_public = practice is not None and practice.first_published_at is not None
        if cleaned.get("city_withheld") and was_public and not practice.city_withheld:
            self.add_error("city_withheld", _("A city that has been named in public cannot be withheld afterwards."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Put the chosen concepts together; the audience is applied by an action after the page is saved."""
        page = self.instance
        fields = [field_name(scheme) for scheme in SCHEMES if field_name(scheme) in self.fields]
        if fields:
            kept = [c for c in page.concepts.all() if field_name(c.scheme) not in fields]
            page.concepts = [*kept, *(concept for name in fields for concept in self.cleaned_data.get(name) or ())]
        if "visibility" in self.fields:
            page.wanted_audience = {name: self.cleaned_data.get(name) for name in AUDIENCE_FIELDS}
        return super().save(commit)
