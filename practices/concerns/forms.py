"""The form that raises a concern, and the one that follows it."""
from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import languages
from practices.choices import ConcernCategory
from practices.forms import StrangersForm


class ConcernForm(StrangersForm):
    """What is wrong with an entry; nothing about who says so."""

    salt = "practices.concern"

    category = forms.ChoiceField(
        label=_("What it is about"), choices=ConcernCategory.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = forms.CharField(
        label=_("Your concern"), max_length=4000, min_length=20,
        help_text=_("What is wrong, and how you know. Name nobody, not even yourself."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={
            "required": _("Write what is wrong."),
            "min_length": _("Write at least a sentence, so that an editor can look into it."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=[(language.public, language.name) for language in languages.ALL],
    )
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)  # sent twice, it is one concern

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["once"] = secrets.token_urlsafe(16)


class ReceiptForm(forms.Form):
    """The code of a concern."""

    code = forms.CharField(
        label=_("Your code"), max_length=100,
        help_text=_("Sixteen letters and digits. Spaces, hyphens and small letters do not matter."),
        widget=forms.TextInput(attrs={
            "dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code that you were given.")},
    )
