"""The folders of the page tree that hold practices, one for each content language."""
from __future__ import annotations

import uuid

from wagtail.models import Locale, Page

from core import languages
from practices.models import PracticeFolder

KEY = uuid.uuid5(uuid.NAMESPACE_URL, "practices/folder")


def ensure_folders() -> None:
    """One folder per language, translations of each other, directly under the root."""
    root = Page.get_first_root_node()
    there = set(PracticeFolder.objects.values_list("locale__language_code", flat=True))
    for language in languages.ALL:
        if language.django in there:
            continue
        locale, _created = Locale.objects.get_or_create(language_code=language.django)
        root.add_child(instance=PracticeFolder(
            title=f"Practices ({language.name})", slug=f"practices-{language.public}", locale=locale,
            translation_key=KEY, live=True,
        ))


def folder(language: str) -> PracticeFolder:
    """The folder of a content language, by its public code."""
    return PracticeFolder.objects.get(locale__language_code=languages.by_public(language).django)
