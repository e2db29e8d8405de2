"""A person's cities on their desk, and what somebody without one can do."""
from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.desk import Panel, register_panel
from accounts.roles import roles_of
from cities import addresses, geography, names
from cities.models import CityMembership


def register() -> None:
    """Say first what is missing; the cities themselves seldom change and stand below."""
    register_panel(5, without_city)
    register_panel(70, my_cities)


def my_cities(request: HttpRequest) -> Panel | None:
    """The plates of the cities that a person writes for."""
    ids = _cities(request)
    return Panel(_("Your cities"), "cities/desk/cities.html", {"cities": [_plate(each) for each in ids]},
                 "cities", len(ids)) if ids else None


def without_city(request: HttpRequest) -> Panel | None:
    """Ways on for somebody who belongs to no city; the network's own staff need none."""
    if _cities(request) or roles_of(request.user):
        return None
    return Panel(_("You are not linked to a city yet"), "cities/desk/without.html", {}, "no-city")


def _cities(request: HttpRequest) -> list[int]:
    """The ids of the person's present cities, asked once for a request."""
    if not hasattr(request, "_cities_of_desk"):
        found = CityMembership.objects.active_of(request.user).order_by("pk").values_list("city_id", flat=True)
        request._cities_of_desk = list(found)  # type: ignore[attr-defined]
    return request._cities_of_desk  # type: ignore[attr-defined]


def _plate(city_id: int) -> dict[str, str]:
    place = names.place(city_id)
    return {
        "name": names.label(city_id),
        "own": names.local_name(city_id),
        "country": geography.country_name(place.country) if place and place.country else "",
        "url": addresses.city(city_id),
    }
