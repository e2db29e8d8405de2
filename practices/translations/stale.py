"""Which parts of a translation the original has changed since, by the names of their fields."""
from __future__ import annotations

from typing import Any

from django.utils.text import capfirst

from practices.choices import VersionState
from practices.translations import sentences
from practices.versions import translation_of


def parts(version: Any) -> list[str]:
    """The headings of what is not up to date; nothing unless the version is out of date."""
    if version.state != VersionState.OUT_OF_DATE:
        return []
    translation = translation_of(version.text)
    if translation is None:
        return []
    paths = [segment.context.path.split(".")[0] for segment in sentences.missing(translation)]
    return [heading(version.text, name) for name in dict.fromkeys(paths)]


def heading(page: Any, name: str) -> str:
    """What a field of a page is called."""
    return capfirst(str(page._meta.get_field(name).verbose_name))
