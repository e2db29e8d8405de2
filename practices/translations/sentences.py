"""What is read of the sentences of translations: how many there are, which are missing, which a machine wrote.

A "sentence" is what wagtail-localize keeps as one: a paragraph or list item of a rich text, else a whole field.
"""
from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog, TranslationSource

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL


@dataclass(frozen=True, slots=True)
class Progress:
    """How many sentences a translation has, how many of them are done, and how many of those a machine wrote."""

    total: int = 0
    done: int = 0
    machine: int = 0

    @property
    def missing(self) -> int:
        """How many wait for a translator."""
        return self.total - self.done

    @property
    def complete(self) -> bool:
        """Whether every sentence has its translation."""
        return self.done >= self.total


def progress(sources: Collection[int]) -> dict[tuple[int, int], Progress]:
    """The progress of every translation of these sources by source and locale, in two queries."""
    totals = dict(StringSegment.objects.filter(source__in=sources).order_by().values_list("source")
                  .annotate(number=Count("pk")))
    own = "string__translations"
    rows = (
        StringSegment.objects
        .filter(**{"source__in": sources, f"{own}__context": F("context"), f"{own}__has_error": False})
        .order_by().values_list("source", f"{own}__locale")
        .annotate(done=Count("pk", distinct=True),
                  machine=Count("pk", distinct=True, filter=Q(**{f"{own}__translation_type": MACHINE})))
    )
    return {(source, locale): Progress(totals.get(source, 0), done, machine) for source, locale, done, machine in rows}


def of(translation: Translation) -> Progress:
    """The progress of one translation."""
    known = progress([translation.source_id]).get((translation.source_id, translation.target_locale_id))
    return known or Progress(StringSegment.objects.filter(source=translation.source_id).count())


def segments(translation: Translation) -> QuerySet[StringSegment]:
    """The sentences of a translation in their order, with original and place."""
    return (StringSegment.objects.filter(source=translation.source_id)
            .select_related("string", "context").order_by("order", "pk"))


def missing(translation: Translation) -> QuerySet[StringSegment]:
    """The sentences that wait for a translator, such as those that the original has changed."""
    return segments(translation).filter(~Exists(_written(translation.target_locale_id)))


def _written(locale: int) -> QuerySet[StringTranslation]:
    return StringTranslation.objects.filter(
        translation_of=OuterRef("string_id"), context=OuterRef("context_id"), locale=locale, has_error=False)


def written(translation: Translation) -> QuerySet[StringTranslation]:
    """The translated sentences that the original still has."""
    standing = StringSegment.objects.filter(
        source=translation.source_id, string=OuterRef("translation_of_id"), context=OuterRef("context_id"))
    return StringTranslation.objects.filter(
        Exists(standing), locale=translation.target_locale_id,
    ).select_related("translation_of", "context")


def has_unpublished(translation: Translation) -> bool:
    """Whether somebody changed a sentence since readers got the text."""
    log = TranslationLog.objects.filter(source=translation.source_id, locale=translation.target_locale_id)
    last = log.order_by("-created_at").values_list("created_at", flat=True).first()
    return last is not None and written(translation).filter(updated_at__gt=last).exists()


def shape(source: TranslationSource) -> frozenset[Any]:
    """What a translation is built of: every sentence and every frame in its place, with addresses of links."""
    strings = source.stringsegment_set.values_list("string", "context", "order", "attrs")
    frames = source.templatesegment_set.values_list("template", "context", "order")
    blocks = tuple(sorted(_streams(json.loads(source.content_json))))
    return frozenset([*strings, *frames, blocks])


def _streams(content: dict[str, Any]) -> Iterable[str]:
    """The ids of repeated parts, which hold no sentence where they are empty."""
    for name in ("outcomes", "building_blocks", "partners"):
        for block in json.loads(content.get(name) or "[]"):
            yield str(block.get("id"))


class Standing:
    """The translation of one entry into one language, with what the admin asks of it."""

    def __init__(self, source: TranslationSource | None, locale: Locale) -> None:
        self.source, self.locale = source, locale

    @cached_property
    def translation(self) -> Translation | None:
        """None while nobody has begun it, or where it was taken out of wagtail-localize."""
        if self.source is None:
            return None
        found = Translation.objects.filter(source=self.source, target_locale=self.locale, enabled=True)
        return found.select_related("source__locale", "target_locale").first()

    @cached_property
    def progress(self) -> Progress:
        """How far it is."""
        return of(self.translation) if self.translation else Progress()


def source_of(page: Any) -> TranslationSource | None:
    """What translations of an original are made from; None while there is none."""
    return TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
