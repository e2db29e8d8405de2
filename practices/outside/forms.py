"""What an outside reviewer is asked, and what an editor says to ask one."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import languages
from practices.models import EvidenceReading, Recommendation

AGREE, DISAGREE = "agree", "disagree"
WORDS = forms.Textarea(attrs={"rows": 8, "dir": "auto"})


class ReviewForm(forms.Form):
    """No tie, a recommendation, a comment; and of each reading of a report whether it is right."""

    untied = forms.BooleanField(
        label=gettext_lazy("I share neither city, country, employer nor funder with this entry, and nobody whom it "
                           "concerns is close to me."),
        error_messages={"required": gettext_lazy("Confirm that nothing ties you to this entry. If something does, "
                                                 "please leave the review to somebody else.")})
    verdict = forms.ChoiceField(
        label=gettext_lazy("Your recommendation"), choices=Recommendation.Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you recommend.")})
    text = forms.CharField(
        label=gettext_lazy("Your comment"), max_length=4000, required=False, widget=WORDS,
        help_text=gettext_lazy("What convinces you, what is missing, what may harm somebody. Only the editors’ desk "
                               "reads it. Name nobody."))
    language = forms.ChoiceField(
        label=gettext_lazy("Language you write in"), choices=[(each.public, each.name) for each in languages.ALL])

    def __init__(self, *args: Any, readings: Iterable[EvidenceReading] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_readings = list(readings)
        for each in self.open_readings:
            self.fields[f"reading-{each.pk}"] = forms.ChoiceField(
                label=_("Does the report say this?"), required=False, widget=forms.RadioSelect,
                choices=[("", _("I have not read the report")), (AGREE, _("Yes, I have read it and agree")),
                         (DISAGREE, _("No"))])
            self.fields[f"note-{each.pk}"] = forms.CharField(
                label=_("Why not, or what to add"), required=False, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))

    def clean(self) -> dict[str, Any]:
        """A no needs a reason."""
        cleaned = super().clean() or self.cleaned_data
        publish = cleaned.get("verdict") in (None, Recommendation.Verdict.PUBLISH)
        if not publish and not cleaned.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", _("Say why, so that the editor can follow you."))
        for each in self.open_readings:
            if cleaned.get(f"reading-{each.pk}") == DISAGREE and not cleaned.get(f"note-{each.pk}", "").strip():
                self.add_error(f"note-{each.pk}", _("Say why you do not agree."))
        return cleaned

    def of_reading(self, reading: EvidenceReading) -> tuple[forms.BoundField, forms.BoundField]:
        """The two fields about a reading."""
        return self[f"reading-{reading.pk}"], self[f"note-{reading.pk}"]

    @property
    def common(self) -> list[forms.BoundField]:
        """The fields about the whole."""
        return [self[name] for name in ("verdict", "text", "language", "untied")]

    @property
    def readings(self) -> dict[int, tuple[bool, str]]:
        """What was answered about readings."""
        return {each.pk: (self.cleaned_data[f"reading-{each.pk}"] == AGREE, self.cleaned_data[f"note-{each.pk}"])
                for each in self.open_readings if self.cleaned_data[f"reading-{each.pk}"]}
