"""The facets that places add to search: city, country or area, region, hub."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cities import geography, labels, names
from cities.loading import delivered
from cities.sorting import sort_key
from search.facets import Facet, Option, register

LONGEST_ID = 10  # digits


def _sorted(options: Iterable[Option], ui: str) -> list[Option]:
    return sorted(options, key=lambda option: sort_key(option.label, ui))


def _is_no_secret(place: names.Place) -> bool:
    """Whether a place may be named where nothing is found: an entry that is hidden could have brought it here."""
    return place.listed or place.id in delivered()


def city_options(ui: str) -> list[Option]:
    """Every kept city; one that shares its name with another is shown with its country or area."""
    places = names.places()
    shared = Counter(names.label(place.id, ui) for place in places)
    return _sorted(
        (Option(str(place.id), _city_label(place, ui, shared), at_zero=_is_no_secret(place)) for place in places), ui
    )


def _city_label(place: names.Place, ui: str, shared: Counter[str]) -> str:
    label = names.label(place.id, ui)
    if shared[label] < 2 or not place.country:
        return label
    return f"{label} ({geography.country_name(place.country, ui)})"


def country_options(ui: str) -> list[Option]:
    """Every country or area of a kept city."""
    places = [place for place in names.places() if place.country]
    known = {place.country for place in places if _is_no_secret(place)}
    codes = {place.country for place in places}
    return _sorted((Option(code, geography.country_name(code, ui), at_zero=code in known) for code in codes), ui)


def region_options(ui: str) -> list[Option]:
    """Every M49 region, each below the one it lies in."""
    return [
        Option(code, geography.region_name(code, ui), geography.parent_of(code)) for code in geography.regions()
    ]


def hub_options(ui: str) -> list[Option]:
    """Every regional hub."""
    return [Option(hub.slug, names.hub_label(hub.slug, ui)) for hub in names.hubs()]


Wider = list[tuple[str, str]]


def _above_region(code: str) -> Wider:
    return [("region", each) for each in geography.with_parents(code)[:-1][::-1]]


def _above_country(code: str) -> Wider:
    return [("region", each) for each in reversed(geography.regions_of(code))]


def _above_city(code: str) -> Wider:
    place = names.place(code)
    if place is None:
        return []
    country = [("country", place.country)] if place.country else []
    return [*country, *(("region", each) for each in reversed(place.regions))]


def _may_be_city(code: str) -> bool:
    """Whether a code is a GeoNames id at all; that one is kept could tell of an entry that is hidden."""
    return code.isascii() and code.isdigit() and len(code) <= LONGEST_ID


def _may_be_secret(code: str) -> bool:
    place = names.place(code)
    return place is None or not _is_no_secret(place)


register(
    Facet(
        "region", _("Region"), region_options, geography.is_region, order=20, prominent=True,
        names=labels.region_names, proper=True, wider=_above_region,
    )
)  # fmt: skip
register(
    Facet(
        "country", _("Country or area"), country_options, geography.is_country, label_of=geography.country_name,
        order=100, names=labels.country_names, proper=True, wider=_above_country,
    )
)  # fmt: skip
register(
    Facet(
        "city", _("City"), city_options, _may_be_city, canonical=names.canonical, order=102,
        names=labels.city_names, proper=True, secret=_may_be_secret, wider=_above_city,
    )
)  # fmt: skip
register(
    Facet(
        "hub", _("Regional hub"), hub_options, lambda code: names.hub(code) is not None, order=104,
        names=labels.hub_names, proper=True,
    )
)  # fmt: skip
