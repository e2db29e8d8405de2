"""What is read of places and of the people who belong to them."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Max, Min, Q

from cities import folding
from core.updates import ToldQuerySet

INVENTED_FROM = 9_000_000_001


class CityQuerySet(ToldQuerySet):
    """Reads of cities."""

    def named(self, text: str) -> CityQuerySet:
        """The cities of which some name is this one, spelled in any way; the largest first."""
        wanted = folding.folded(text)
        if not wanted:
            return self.none()
        return self.filter(names__folded=wanted).distinct().order_by(F("population").desc(nulls_last=True), "pk")

    def named_like(self, text: str) -> CityQuerySet:
        """The cities of which some name begins with this text, for suggestions; the largest first."""
        wanted = folding.folded(text)
        if not wanted:
            return self.none()
        return self.filter(names__folded__startswith=wanted).distinct().order_by(
            F("population").desc(nulls_last=True), "pk"
        )

    def members(self) -> CityQuerySet:
        """Approved members of the network."""
        return self.filter(membership="member")

    def listed_members(self) -> CityQuerySet:
        """Approved members that agreed to be listed."""
        return self.members().filter(listed=True)

    def next_invented_id(self) -> int:
        """The next free key for an invented municipality."""
        highest = self.filter(pk__gte=INVENTED_FROM).aggregate(highest=Max("pk"))["highest"]
        return max(INVENTED_FROM, (highest or 0) + 1)


class MembershipQuerySet(models.QuerySet):
    """Reads of who belongs to which city."""

    def active_of(self, user: Any) -> MembershipQuerySet:
        """The present cities of an account."""
        return self.filter(user=user, active=True).select_related("city")


class GazetteerQuerySet(models.QuerySet):
    """Reads of the world gazetteer."""

    def named_like(self, text: str) -> GazetteerQuerySet:
        """Places whose name begins with this text, the largest first."""
        wanted = folding.folded(text)
        return self.filter(folded__startswith=wanted) if wanted else self.none()

    def around(self, latitude: float, longitude: float, degrees: float = 0.25) -> GazetteerQuerySet:
        """Places in a box around a point."""
        return self.filter(
            Q(latitude__range=(latitude - degrees, latitude + degrees))
            & Q(longitude__range=(longitude - degrees, longitude + degrees))
        )

    def smallest(self) -> int:
        """The population of the smallest place that the gazetteer holds, 0 when it is empty."""
        return self.aggregate(smallest=Min("population"))["smallest"] or 0
