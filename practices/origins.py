"""What an entry was made from: the entry it was adapted from, or the practice that a lesson was drawn from."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from practices import cards
from practices.choices import Kind
from practices.models import LessonLearnedPage, Practice

ADAPTED, DRAWN = _("Adapted from"), _("Drawn from")


@dataclass(frozen=True, slots=True)
class Origin:
    """A link to another entry, under its own title in its own language."""

    label: Any
    title: str
    language: str
    url: str


def of(practice: Practice, user: Any) -> list[Origin]:
    """Those that this reader may open; none of an entry whose city is not named, which they could give away."""
    if practice.city_withheld or practice.original is None:
        return []
    wanted: dict[UUID | None, Any] = {practice.original.adapted_from_id: ADAPTED}
    if practice.kind == Kind.LESSON_LEARNED:
        drawn = LessonLearnedPage.objects.filter(pk=practice.original_id).values_list("drawn_from", flat=True).first()
        wanted.setdefault(drawn, DRAWN)
    wanted.pop(None, None)
    if not wanted:
        return []
    found = Practice.objects.visible_to(user).filter(pk__in=wanted).select_related("original__locale")
    return [Origin(wanted[each.pk], each.original.title, each.original.language.public,
                   cards.address(each, each.original.slug)) for each in found if each.original]
