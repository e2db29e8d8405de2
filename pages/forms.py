"""Forms of a person's own account."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class MessagesForm(forms.ModelForm):
    """Which language the site speaks to a person in, and how often it mails."""

    class Meta:
        model = User
        fields = ("interface_language", "message_pace")
        labels = {
            "interface_language": _("Language of the interface and of messages"),
            "message_pace": _("How often mail comes"),
        }
        help_texts = {
            "interface_language": _("Pages and messages come in it. You can write in any language."),
            "message_pace": _("Every message stands on your desk at once. What asks something of you by a day is "
                              "mailed at once as well."),
        }
        widgets = {"message_pace": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message_pace"].required = False  # left out, it stays as it is

    def clean_message_pace(self) -> str:
        """The pace that was chosen, else the present one."""
        return self.cleaned_data["message_pace"] or self.instance.message_pace
