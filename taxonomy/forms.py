"""The form of a concept in the admin."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from core import languages
from taxonomy import wording

ENOUGH_FOR_PROVISIONAL = 2


class ConceptForm(WagtailAdminModelForm):
    """Keeps published codes, one displayed label per language, and the rules of wording."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("scheme", "code"):
                if name in self.fields:
                    self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Check the labels together: wording, doubles, and whether there are enough for the status."""
        cleaned = super().clean() or self.cleaned_data
        labels = list(self._labels())
        for problem in (*self._wording(labels), *self._completeness(labels)):
            self.add_error(None, problem)
        return cleaned

    def _labels(self) -> Iterator[dict[str, Any]]:
        """The labels as they will be saved."""
        for form in self.formsets["labels"].forms if "labels" in self.formsets else ():
            if form.is_valid() and form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE"):
                yield form.cleaned_data

    def _wording(self, labels: list[dict[str, Any]]) -> Iterator[str]:
        scheme = self.cleaned_data.get("scheme") or self.instance.scheme
        for label in labels:
            displayed = label["kind"] == "preferred"
            for problem in wording.problems(scheme, label["language"], label["text"], displayed=displayed):
                yield f"{label['text']}: {problem}"

    def _completeness(self, labels: list[dict[str, Any]]) -> Iterator[str]:
        """A live concept has a displayed label in every language, a provisional one in two."""
        displayed = Counter(label["language"] for label in labels if label["kind"] == "preferred")
        if any(count > 1 for count in displayed.values()):
            yield _("Only one label of a language can be the displayed one.")
        status = self.cleaned_data.get("status")
        missing = [language.name for language in languages.INTERFACE if language.public not in displayed]
        if status == "live" and missing:
            yield _("A live concept has a displayed label in all six languages. Missing: %(languages)s.") % {
                "languages": ", ".join(missing)
            }
        if status == "provisional" and len(displayed) < ENOUGH_FOR_PROVISIONAL:
            yield _("A provisional concept has a displayed label in at least two languages.")
