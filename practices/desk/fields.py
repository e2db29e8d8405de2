"""Inputs of the city's form: what is counted is said, and nothing that was typed is cut off."""
from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.forms_admin import word_count

EARLIEST_YEAR, YEARS_AHEAD = 1900, 10


def too_long(length: int, most: int) -> str:
    """What to do about a text of so many characters."""
    return ngettext("This has %(length)d character. Shorten it to %(most)d.",
                    "This has %(length)d characters. Shorten it to %(most)d.", length) % {
                        "length": length, "most": most}


def plain_text(text: str) -> str:
    """Paragraphs with plain line ends and no more than one empty line."""
    return re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Counted(forms.CharField):
    """Text with a longest length that is said and not enforced by the browser, which would cut what is pasted."""

    said = True  # in the city's own words
    counter = False  # whether the length is shown while writing
    words = False

    def __init__(self, *, most: int, example: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.example = most, example

    def length(self, value: str) -> int:
        """How long a text is, in what is counted."""
        return word_count(value) if self.words else len(value)

    def clean(self, value: Any) -> Any:
        """The text; too long is said with its length and the longest."""
        text = super().clean(value)
        if (length := self.length(text)) > self.most:
            raise forms.ValidationError(self.too_long(length))
        return text

    def too_long(self, length: int) -> str:
        """What to do about a text of this length."""
        return too_long(length, self.most)


class Line(Counted):
    """One line."""

    def __init__(self, *, counter: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.counter = counter

    def to_python(self, value: Any) -> Any:
        """With single spaces."""
        return " ".join((super().to_python(value) or "").split())


class Text(Counted):
    """Paragraphs."""

    def __init__(self, *, rows: int = 7, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """With plain line ends and no more than one empty line."""
        return plain_text(super().to_python(value) or "")


class Words(Text):
    """Paragraphs whose words are counted."""

    counter = words = True

    def too_long(self, length: int) -> str:
        """What to do about a text of this many words."""
        return ngettext("This has %(length)d word. Shorten it to %(most)d.",
                        "This has %(length)d words. Shorten it to %(most)d.", length) % {
                            "length": length, "most": self.most}


class Year(forms.IntegerField):
    """A year; digits of other scripts are understood."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "year", "dir": "ltr"})

    def clean(self, value: Any) -> Any:
        """The year, or None where none was given."""
        latest = timezone.now().year + YEARS_AHEAD
        try:
            year = super().clean(value)
        except forms.ValidationError:
            year = 0
        if year is None or EARLIEST_YEAR <= year <= latest:
            return year
        raise forms.ValidationError(
            _("Write a year between %(first)d and %(last)d, such as 2021.") % {"first": EARLIEST_YEAR, "last": latest})


class Choice(forms.ChoiceField):
    """One of a few answers, all of them seen; `explained` says more about each."""

    def __init__(self, *, explained: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(widget=forms.RadioSelect, **kwargs)
        self.explained = explained or {}
