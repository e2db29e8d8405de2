"""The form of a collection in the admin."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


class CollectionForm(WagtailAdminModelForm):
    """What is published has a title and at least two entries; no entry stands in it twice."""

    def clean(self) -> dict[str, Any]:
        """Say what is lacking."""
        cleaned = super().clean()
        texts, items = self._kept("texts"), self._kept("items")
        chosen = [form.cleaned_data.get("practice") for form in items]
        if len(set(chosen)) < len(chosen):
            self.add_error(None, _("An entry stands in this collection twice. Remove it once."))
        spoken = [form.cleaned_data.get("language") for form in texts]
        if len(set(spoken)) < len(spoken):
            self.add_error(None, _("There are two texts in one language. Keep one of them."))
        if cleaned.get("published") and not texts:
            self.add_error("published", _("Write a title in at least one language before it is published."))
        if cleaned.get("published") and len(items) < 2:
            self.add_error("published", _("Choose at least two entries before it is published."))
        return cleaned

    def _kept(self, name: str) -> list[Any]:
        """The filled rows of one of the lists in this form."""
        return [form for form in self.formsets[name].forms
                if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")]
