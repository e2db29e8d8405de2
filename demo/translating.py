"""Demo translations go the editors' own way: through the segments of wagtail-localize."""
from __future__ import annotations

from collections import defaultdict
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from core import languages
from demo.texts import fields_of
from practices.models import PracticePage


class Misaligned(Exception):
    """A translation has not the same parts as its original."""


def translate(page: PracticePage, entry_id: str, language: str, text: dict[str, Any], pictures: str = "[]") -> None:
    """Publish the page in another language, every segment translated by hand."""
    locale = Locale.objects.get(language_code=languages.by_public(language).django)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    target = type(page)(pictures=pictures, **fields_of(entry_id, page.kind, text))
    words = _by_path(target)
    rows = []
    segments = StringSegment.objects.filter(source=source).select_related("context").order_by("order", "pk")
    for segment in segments:
        path = segment.context.path
        if path == "slug":
            continue
        if not words[path]:
            raise Misaligned(f"{entry_id} in {language}: too few parts in {path}")
        rows.append(StringTranslation(
            translation_of_id=segment.string_id, locale=locale, context_id=segment.context_id,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, data=words[path].pop(0),
        ))
    StringTranslation.objects.bulk_create(rows, ignore_conflicts=True)
    translation.save_target(publish=True)


def _by_path(target: PracticePage) -> dict[str, list[str]]:
    """The translated strings by the path of their segment, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(target):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment.string.data)
    return found
