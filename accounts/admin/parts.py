"""What other apps add to the form of a person: an app above this one registers its part when it starts."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django import forms

from accounts.models import User


class Part(Protocol):
    """Some fields of the form, and what is done with them."""

    heading: Any

    def fields(self, person: User | None) -> Mapping[str, forms.Field]:
        """The fields by their names, filled from a person who exists already."""

    def save(self, person: User, cleaned: Mapping[str, Any], *, by: Any) -> None:
        """Carry out what was entered, with audit entries."""


_parts: list[Part] = []


def register(part: Part) -> None:
    """Add a part to the form."""
    _parts.append(part)


def parts() -> tuple[Part, ...]:
    """All parts, in the order of their registration."""
    return tuple(_parts)
