"""The audience of a practice as tokens for the search index; the same rule as `PracticeQuerySet.visible_to`."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core import visibility
from practices.choices import Visibility
from practices.models import Practice


@dataclass(frozen=True, slots=True)
class Audience:
    """Who finds a practice, and who finds it before the embargo ends."""

    tokens: frozenset[str]
    embargo_until: datetime | None
    embargo_tokens: frozenset[str]


def audience_of(practice: Practice) -> Audience | None:
    """The audience of a readable practice, None for one that nobody may find."""
    if not practice.is_readable or practice.original is None or not practice.original.live:
        return None
    insiders = {visibility.EDITOR}
    if practice.owner_city_id and not practice.city_withheld:
        insiders.add(visibility.city(practice.owner_city_id))
    if practice.visibility == Visibility.PUBLIC:
        tokens = {visibility.PUBLIC}
    else:
        tokens = {visibility.MEMBER, *insiders}
    return Audience(frozenset(tokens), practice.embargo_until, frozenset(insiders))
