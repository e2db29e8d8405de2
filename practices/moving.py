"""What entries do when two records of a city become one: they are about the other one, in their newest version too."""
from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from cities import merging
from cities.models import City
from practices import actions
from practices.models import Draft, DraftInvitation, Practice, PracticePage


def register() -> None:
    """Take part."""
    merging.follow(_count, _move)


def _of(city: City) -> QuerySet[Practice]:
    return Practice.objects.filter(Q(original__cities=city) | Q(owner_city=city)).distinct()


def _count(city: City) -> int:
    return _of(city).count()


def _move(city: City, into: City) -> None:
    entries = list(_of(city).values_list("pk", flat=True))
    _move_pages(city, into)
    Practice.objects.filter(owner_city=city).update(owner_city=into)
    DraftInvitation.objects.filter(city=city).update(city=into)
    _rewrite_versions(city, into)
    _rewrite_drafts(city, into)
    actions.touch_all(entries)


def _move_pages(city: City, into: City) -> None:
    through: Any = PracticePage.cities.through
    there = through.objects.filter(city=into).values("practicepage")
    through.objects.filter(city=city, practicepage__in=there).delete()
    through.objects.filter(city=city).update(city=into)


def _rewrite_versions(city: City, into: City) -> None:
    """The newest version of each text and those with a date: what would be published next."""
    newest = PracticePage.objects.exclude(latest_revision=None).values("latest_revision")
    wanted = Q(pk__in=newest) | Q(approved_go_live_at__isnull=False)
    rows = Revision.objects.filter(wanted).annotate(text=Cast("content", TextField())).filter(text__contains=city.pk)
    for row in rows.iterator(chunk_size=100):
        if city.pk in (row.content.get("cities") or ()):
            row.content["cities"] = _replaced(row.content["cities"], city, into)
            row.save(update_fields=["content"])


def _rewrite_drafts(city: City, into: City) -> None:
    """What cities are writing now."""
    rows = Draft.objects.annotate(text=Cast("answers", TextField()), was=Cast("base", TextField()))
    for draft in rows.filter(Q(text__contains=city.pk) | Q(was__contains=city.pk)):
        for given in (draft.answers, draft.base):
            if given.get("city") == city.pk:
                given["city"] = into.pk
            if city.pk in (given.get("cities") or ()):
                given["cities"] = _replaced(given["cities"], city, into)
        draft.save(update_fields=["answers", "base"])


def _replaced(keys: list[Any], city: City, into: City) -> list[Any]:
    return list(dict.fromkeys(into.pk if key == city.pk else key for key in keys))
