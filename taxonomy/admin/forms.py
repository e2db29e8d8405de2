"""The forms of merging, and of making a concept of a keyword."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core import languages
from taxonomy.models import Concept, Keyword
from taxonomy.schemes import CODED, Scheme


class _ConceptChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Concept) -> str:  # type: ignore[override]
        """The label and the code, which tells namesakes apart."""
        return f"{obj.label()} ({obj.code})"


class IntoForm(forms.Form):
    """Which concept stands for this one from now on."""

    into = _ConceptChoice(Concept.objects.none(), label=_("Merge into"))

    def __init__(self, *args: Any, concept: Concept, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        into: Any = self.fields["into"]
        into.queryset = Concept.objects.of(concept.scheme).usable().exclude(pk=concept.pk)


class IntoKeywordForm(forms.Form):
    """Which keyword stands for this one from now on."""

    into = forms.ModelChoiceField(Keyword.objects.none(), label=_("Merge into"))

    def __init__(self, *args: Any, keyword: Keyword, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        into: Any = self.fields["into"]
        into.queryset = Keyword.objects.accepted().exclude(pk=keyword.pk)


class ConceptOfKeywordForm(forms.Form):
    """Vocabulary, code, and a displayed label in at least two languages."""

    scheme = forms.ChoiceField(
        label=_("Vocabulary"), choices=[(code, label) for code, label in Scheme.choices if code not in CODED])
    code = forms.CharField(label=_("code"), max_length=40, help_text=_("Part of addresses: fixed once published."))

    def __init__(self, *args: Any, keyword: Keyword, **kwargs: Any) -> None:
        given = {"code": slugify(keyword.name)[:40], "scheme": Scheme.APPROACH}
        super().__init__(*args, label_suffix="", initial=given, **kwargs)
        for language in languages.INTERFACE:
            self.fields[f"label_{language.public}"] = forms.CharField(
                label=language.name, max_length=200, required=False,
                widget=forms.TextInput(attrs={"dir": language.direction, "lang": language.html}))

    @property
    def labels(self) -> dict[str, str]:
        """What was typed, by language."""
        return {language.public: self.cleaned_data.get(f"label_{language.public}", "")
                for language in languages.INTERFACE}
