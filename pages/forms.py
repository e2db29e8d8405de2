"""Forms of a person's own account."""
from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class LanguageForm(forms.ModelForm):
    """Which language the site speaks to a person in."""

    class Meta:
        model = User
        fields = ("interface_language",)
        labels = {"interface_language": _("Language of the interface and of messages")}
        help_texts = {"interface_language": _("Pages and messages come in it. You can write in any language.")}
