"""The addresses of building blocks, kept when a text is published."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from practices.models import BlockPlace, LanguageVersion, Practice

KIND = "building_block"
PREFIX = "block-"


@dataclass(frozen=True, slots=True)
class Part:
    """A building block in one language."""

    version: LanguageVersion
    value: Any


def document_id(key: Any) -> str:
    """What a building block is called in the index."""
    return f"{PREFIX}{key}"


def key_of(id: str) -> UUID | None:
    """The key of a building block; None for what is none."""
    try:
        return UUID(id.removeprefix(PREFIX)) if id.startswith(PREFIX) else None
    except ValueError:
        return None


def address(practice: Any, key: Any) -> str:
    """The page of a building block in the interface language of the moment."""
    return reverse("practices:block", args=[practice, key])


def keep(practice: Practice) -> None:
    """Give every building block of the published original its place; one that has moved here brings its own along."""
    page = practice.original
    if page is None or not page.live:
        return
    for child in page.specific.building_blocks:
        BlockPlace.objects.get_or_create(pk=child.id, defaults={"practice": practice})


def documents_of(practices: Iterable[Any]) -> list[str]:
    """What the indexes call the building blocks of some practices."""
    keys = BlockPlace.objects.filter(practice__in=list(practices)).values_list("pk", flat=True)
    return [document_id(key) for key in keys]


def parts(practice: Practice, key: UUID) -> list[Part]:
    """A building block in every language that the practice can be read in, the original first.

    Of a practice that was loaded with its texts; none where the original has the block no more.
    """
    found = [part for version in practice.available_versions() for part in _in(version, key)]
    return found if found and found[0].version.state == "original" else []


def _in(version: LanguageVersion, key: UUID) -> Iterator[Part]:
    for child in version.text.building_blocks:
        if str(child.id) == str(key):
            yield Part(version, child.value)
