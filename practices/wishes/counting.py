"""How many readers ask for what they cannot read yet."""
from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from practices.models import LanguageVersion, LanguageWish, Practice


def unmet() -> QuerySet[LanguageWish]:
    """The wishes for languages that their entry is not available in."""
    there = LanguageVersion.objects.available().filter(practice=OuterRef("practice"), language=OuterRef("language"))
    return LanguageWish.objects.filter(~Exists(there))


def with_wishes(practices: QuerySet[Practice], language: str = "") -> QuerySet[Practice]:
    """Practices with `wished`: how many readers ask for them, in one language or in any."""
    wishes = unmet().filter(practice=OuterRef("pk"))
    if language:
        wishes = wishes.filter(language=language)
    number = wishes.order_by().values("practice").annotate(number=Count("pk")).values("number")
    return practices.annotate(wished=Coalesce(Subquery(number), 0))


def by_language(practices: Collection[Any]) -> dict[tuple[Any, str], int]:
    """The wishes for some practices, by practice and language, in one query."""
    rows = (LanguageWish.objects.filter(practice__in=practices).order_by().values_list("practice", "language")
            .annotate(number=Count("pk")))
    return {(practice, language): number for practice, language, number in rows}
