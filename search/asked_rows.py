"""The rows of what was asked and opened: written in one go, and stripped of rare words when their day is over."""
from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.utils import timezone

from search.models import Asked, Asker, DayKey, Opened

ENOUGH = 5  # searchers on one day; fewer are no proof that a question does not name a person
KEPT = timedelta(days=90)
MOST_A_DAY = 20_000  # questions kept with their words; what comes after is only counted. Openings: kept at all
KEY_BYTES = 32


@lru_cache(maxsize=1)
def key_of(day: date) -> bytes:
    """The key of a day, made by whichever process needs it first."""
    made, _new = DayKey.objects.get_or_create(day=day, defaults={"key": secrets.token_bytes(KEY_BYTES)})
    return bytes(made.key)


@transaction.atomic
def write(
    asked: Mapping[tuple[date, str, str, str], tuple[int, Collection[str]]],
    opened: Mapping[tuple[date, str, str, str, int], int],
    *,
    today: date,
) -> None:
    """Add counts to those of other processes; of a day that is over only numbers are added."""
    if DayKey.objects.filter(day__lt=today).exists():
        close_days(today)
    full = Asked.objects.filter(day=today).count() >= MOST_A_DAY
    for (day, ui, words, found), (searches, marks) in asked.items():
        kept = day == today and (not full or Asked.objects.filter(day=day, ui=ui, words=words).exists())
        _add(day, ui, words if kept else "", found, searches, marks if kept else ())
    room = MOST_A_DAY - Opened.objects.filter(day=today).count()
    for (day, ui, words, document, position), times in opened.items():
        kept_words = words if day == today and not full else ""
        room -= _add_opening(times, room > 0, day=day, ui=ui, words=kept_words, document=document, position=position)


def _add_opening(times: int, has_room: bool, **row: Any) -> bool:
    """Count openings; whether that made a new row. Without room only what stands there already is counted on."""
    made = has_room and Opened.objects.get_or_create(**row)[1]
    Opened.objects.filter(**row).update(times=F("times") + times)
    return made


def _add(day: date, ui: str, words: str, found: str, searches: int, marks: Collection[str]) -> None:
    row, _new = Asked.objects.get_or_create(day=day, ui=ui, words=words, found=found)
    Asker.objects.bulk_create([Asker(asked=row, mark=mark) for mark in marks], ignore_conflicts=True)
    Asked.objects.filter(pk=row.pk).update(searches=F("searches") + searches, searchers=row.askers.count())


def close_days(today: date | None = None) -> None:
    """Throw away the keys and marks of days that are over, the words of rare questions, and all words after 90 days."""
    today = today or timezone.localdate()
    key_of.cache_clear()
    with transaction.atomic():
        Asker.objects.filter(asked__day__lt=today).delete()
        DayKey.objects.filter(day__lt=today).delete()
        over = Asked.objects.filter(day__lt=today).exclude(words="")
        _fold_asked(over.filter(searchers__lt=ENOUGH) | over.filter(day__lt=today - KEPT))
        known = Asked.objects.filter(day=OuterRef("day"), ui=OuterRef("ui"), words=OuterRef("words"))
        _fold_opened(Opened.objects.filter(~Exists(known), day__lt=today).exclude(words=""))


def _fold_asked(rows: QuerySet[Asked]) -> None:
    sums = list(rows.order_by().values("day", "ui", "found").annotate(total=Sum("searches")))
    rows.delete()
    for each in sums:
        _add(each["day"], each["ui"], "", each["found"], each["total"], ())


def _fold_opened(rows: QuerySet[Opened]) -> None:
    sums = list(rows.order_by().values("day", "ui", "document", "position").annotate(total=Sum("times")))
    rows.delete()
    for each in sums:
        total = each.pop("total")
        row, _new = Opened.objects.get_or_create(words="", **each)
        Opened.objects.filter(pk=row.pk).update(times=F("times") + total)
