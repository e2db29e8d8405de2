"""What every form of the desk shares: mistakes with their places, and that nothing typed is lost."""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from core import languages
from practices.choices import Kind
from practices.desk import rows
from practices.desk.fields import Counted
from practices.desk.looking import Cities, Entry
from practices.models import Draft

CLOSING = " \u00a0\u202f?؟？.。:："  # what may end a label; a colon follows
LONGEST_TEXT = 6000  # characters of one answer
LONGEST_ADDRESS = 254  # characters that the column of an e-mail address takes; forms allow more by themselves
LONGEST_KEPT = 50_000  # characters that are kept although they are too many, so that they can be shortened
LISTS = (rows.Rows, Cities)


def kind_of(draft: Draft) -> str:
    """The kind of an entry: what was handed in, before that what was answered."""
    practice = draft.practice
    given = draft.answers.get("kind")
    return given if given in Kind.values and not practice.original_id else practice.kind


class DeskForm(forms.Form):
    """A form whose mistakes are listed with links to where they are."""

    def error_links(self) -> Iterator[tuple[str, str, str]]:
        """For the summary: where each mistake is, the name of the field, what to do."""
        for bound in self:
            if isinstance(bound.field, rows.Rows):
                yield from rows.places(bound)
                continue
            for message in bound.errors:
                first = f"{bound.auto_id}_0" if bound.widget_type == "radioselect" else bound.auto_id
                yield first, _name(bound), str(message)


def _name(bound: BoundField) -> str:
    """What a mistake is listed under; nothing where the label is a sentence to agree to."""
    return "" if bound.widget_type == "checkbox" else str(bound.label).rstrip(CLOSING)


class AnswerForm(DeskForm):
    """One question about a draft; what a city says is written in the draft's language and direction."""

    def __init__(
        self, *args: Any, draft: Draft, user: Any, looking: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.user, self.looking, self.entry_kind = draft, user, looking or {}, kind_of(draft)
        tongue = languages.by_public(draft.language)
        for name, field in self.fields.items():
            if isinstance(field, Entry):
                sent = str(self.data.get(name) or "") if self.is_bound else ""
                field.offer(str(draft.answers.get(name) or ""), sent, self.looking.get(name, ""), user,
                            draft.practice_id)
            if isinstance(field, Counted):
                field.widget.attrs.update(lang=tongue.html, dir=tongue.direction)
                field.widget.attrs["class"] = "said"
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the draft and the person."""

    def given(self) -> dict[str, Any]:
        """What was answered: valid values as they are kept, others as they were typed."""
        values = {}
        self.is_valid()
        for name, field in self.fields.items():
            if field.disabled:
                continue
            if name in self.cleaned_data and name not in self.errors:
                values[name] = self.cleaned_data[name]
            elif isinstance(field, LISTS):
                if (kept := field.kept(self[name].data, LONGEST_KEPT)) is not None:
                    values[name] = kept
            elif self._may_keep(field, typed := self[name].data):
                values[name] = _storable(typed)
        return values

    def sent(self) -> list[tuple[str, str]]:
        """What was typed, by names and values that can be sent again."""
        found = ((name, self[name].data) for name in self.fields)
        return [(name, as_sent(typed)) for name, typed in found if typed not in (None, "", False, [])]

    def unkept(self) -> bool:
        """Whether something was typed that cannot be kept, because it is too much or no answer that was offered."""
        return set(self.given()) != {name for name, field in self.fields.items() if not field.disabled}

    @staticmethod
    def _may_keep(field: forms.Field, typed: Any) -> bool:
        if typed in (None, "", False):
            return True
        return not isinstance(field, forms.ChoiceField) and isinstance(typed, str) and len(typed) <= LONGEST_KEPT


def as_sent(value: Any) -> str:
    """A value as one input can carry it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def _storable(typed: Any) -> Any:
    """Text that every database takes."""
    return typed.replace("\x00", "").strip() if isinstance(typed, str) else typed


def required(text: Any) -> dict[str, Any]:
    """The sentence for an answer that is missing."""
    return {"required": text}


