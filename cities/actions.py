"""Who belongs to which city: every change with its audit entry, effective with the next request."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cities.models import City, CityMembership
from core import audit


@transaction.atomic
def set_cities(person: Any, cities: Iterable[City], *, by: Any) -> None:
    """Let a person belong to exactly these cities; a membership that ends is kept, inactive."""
    wanted = {city.pk for city in cities}
    known = {membership.city_id: membership for membership in CityMembership.objects.filter(user=person)}
    for key in sorted(wanted | set(known)):
        membership = known.get(key) or CityMembership(user=person, city_id=key, active=False)
        if membership.active != (key in wanted):
            membership.active = key in wanted
            membership.save()
            record_change(membership, by=by)


def record_change(membership: CityMembership, *, by: Any, deleted: bool = False) -> None:
    """Keep what became of a membership, with the city; the account stands for the person."""
    ended = deleted or not membership.active
    audit.record("person.membership_ended" if ended else "person.membership", membership.user, by=by,
                 city=membership.city_id)
