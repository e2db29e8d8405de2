"""Forms for readers, and what keeps programs from sending them."""
from __future__ import annotations

import time
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core import languages

SALT = "practices.contact"
YOUNGEST, OLDEST = 3, 60 * 60 * 24  # seconds a form stands open before a person sends it


class StrangersForm(forms.Form):
    """A form that anybody may send: a field that people leave empty, and a signed time at which it was opened."""

    salt: ClassVar[str]

    website = forms.CharField(required=False, widget=forms.HiddenInput)  # people leave it empty
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = signing.dumps(int(time.time()), salt=self.salt)

    def clean(self) -> dict[str, Any]:
        """Refuse what a program sends; a person is told how to go on and loses nothing."""
        cleaned = super().clean() or {}
        age = self._age(cleaned.get("opened", ""))
        if age is None or age > OLDEST:
            self._open_again()
        refused = cleaned.get("website") or age is None or not YOUNGEST <= age <= OLDEST
        if refused and not self.errors:  # what else is wrong is said first: mending it takes a person long enough
            raise forms.ValidationError(
                _("The form could not be checked. Wait a few seconds and send it again; your text is still here.")
            )
        return cleaned

    def _age(self, token: str) -> float | None:
        try:
            return time.time() - signing.loads(token, salt=self.salt)
        except signing.BadSignature:
            return None

    def _open_again(self) -> None:
        """Give the form that is shown again a time of its own, or nobody could ever send it."""
        data: Any = self.data
        self.data = data.copy()
        self.data["opened"] = self.initial["opened"]  # type: ignore[index]


class ContactForm(StrangersForm):
    """A question to a unit: the words, an address for the answer, and agreement to pass that address on."""

    salt = SALT

    text = forms.CharField(
        label=_("Your question"), max_length=4000, min_length=20,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={
            "required": _("Write your question."),
            "min_length": _("Write at least a sentence, so that the unit can answer."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=[(language.public, language.name) for language in languages.ALL],
    )
    name = forms.CharField(label=_("Your name or organisation (optional)"), max_length=120, required=False)
    reply_to = forms.EmailField(
        label=_("Your e-mail address, for the answer"),
        error_messages={
            "required": _("Give an e-mail address, so that the unit can answer you."),
            "invalid": _("This is not a complete e-mail address. It looks like name@city.example."),
        },
    )
    agreed = forms.BooleanField(
        label=_("Pass my address on to the unit, for the answer only."),
        error_messages={"required": _("Tick the box: without your address the unit cannot answer.")},
    )

    def clean_name(self) -> str:
        """One line: it is shown as one in the message."""
        return " ".join(self.cleaned_data["name"].split())
