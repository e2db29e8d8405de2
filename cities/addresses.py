"""The address of every place, in the interface language of the moment."""
from __future__ import annotations

from django.urls import reverse

from cities import names
from cities.folding import folded


def city_slug(city_id: int | str) -> str:
    """The readable end of a city's address: its English name in plain letters; it may change, the id never does."""
    return folded(names.label(city_id, "en")).replace(" ", "-") or "city"


def city(city_id: int | str) -> str:
    """`/{ui}/cities/{id}/{slug}/`."""
    return reverse("cities:city", args=[city_id, city_slug(city_id)])


def country(code: str) -> str:
    """`/{ui}/countries/{cc}/`."""
    return reverse("cities:country", args=[code])


def region(m49: str) -> str:
    """`/{ui}/regions/{m49}/`."""
    return reverse("cities:region", args=[m49])


def hub(slug: str) -> str:
    """`/{ui}/hubs/{slug}/`."""
    return reverse("cities:hub", args=[slug])
