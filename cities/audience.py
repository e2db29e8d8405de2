"""Which audience tokens a person has through a city."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cities.models import CityMembership
from core import visibility


def city_tokens(user: Any) -> Iterator[str]:
    """A token per present city, and the members' token when one of them is an approved member."""
    for membership in CityMembership.objects.active_of(user):
        yield visibility.city(membership.city_id)
        if membership.city.is_member:
            yield visibility.MEMBER
