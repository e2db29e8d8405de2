"""Wishes of invented readers, so that the matrix of translations has something to begin with."""
from __future__ import annotations

import secrets

from demo.content_files import entries
from practices.models import LanguageWish, Practice

WISHES = {"invented-lost-year": {"ar": 7, "fr": 3}, "invented-youth-forum": {"es": 5, "ru": 2}}


def load_wishes() -> None:
    """Make them where nobody has wished for anything yet."""
    if LanguageWish.objects.exists():
        return
    wanted = {entry.uuid: WISHES[entry.id] for entry in entries() if entry.id in WISHES}
    there = set(Practice.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    LanguageWish.objects.bulk_create(
        LanguageWish(practice_id=pk, language=language, reader=secrets.token_hex(32))
        for pk in there for language, number in wanted[pk].items() for _each in range(number)
    )
