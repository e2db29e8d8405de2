"""How many entries are filed under a concept or have a keyword, for the vocabularies' own pages."""
from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from practices.models import PracticeKeyword, PracticePage
from taxonomy import uses


def register() -> None:
    """Take part."""
    uses.register(concepts=_by_concept, keywords=_by_keyword)


def _by_concept(keys: Collection[int]) -> dict[int, int]:
    originals = PracticePage.objects.filter(original_of__isnull=False, concepts__in=keys)
    return dict(originals.order_by().values_list("concepts").annotate(number=Count("pk", distinct=True)))


def _by_keyword(keys: Collection[int]) -> dict[int, int]:
    items = PracticeKeyword.objects.filter(tag__in=keys, content_object__original_of__isnull=False)
    return dict(items.order_by().values_list("tag").annotate(number=Count("content_object", distinct=True)))
