"""Among how many member cities one could hide: those that fit what is still said of a place.

Counted are the members that the directory lists, because only they can be looked up. The city itself is one of them,
whatever is known of it; that an entry tells of several cities does not make it safer.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from babel.languages import get_official_languages

from cities import geography, names
from cities.labels import ALL_NAMES
from cities.names import Place
from core import languages

FEWEST = 5  # cities that must fit, so that nobody can say which of them it is
EVERYBODYS = {languages.DEFAULT}  # written everywhere, so that it says nothing about a place


@cache
def languages_of(country: str) -> frozenset[str]:
    """The public codes of the languages in which a country or area, or a part of it, is administered."""
    found = get_official_languages(country, regional=True, de_facto=True) if country else ()
    return frozenset(code.split("_")[0] for code in found)


def number(own: Collection[int], *, regions: Sequence[str] = (), hub: str = "", language: str = "") -> int:
    """How many cities fit: the one that is not named, and every other listed member."""
    return 1 + sum(1 for place in names.places() if place.id not in own and _fits(place, regions, hub, language))


def _fits(place: Place, regions: Sequence[str], hub: str, language: str) -> bool:
    if not place.is_listed_member:
        return False
    lies_there = all(code in place.regions for code in regions)
    belongs = not hub or names.hub_of(place.country) == hub
    writes = language in {"", *EVERYBODYS} or language in languages_of(place.country)
    return lies_there and belongs and writes


def safe_regions(own: Collection[int], language: str = "") -> tuple[str, ...]:
    """The regions that can be told of these cities, the widest first: enough members lie in each and fit the rest."""
    known = [place for place in map(names.place, own) if place is not None]
    told: list[str] = []
    for code in known[0].regions if known else ():
        shared = all(code in place.regions for place in known)
        if not shared or number(own, regions=[code], language=language) < FEWEST:
            break
        told.append(code)
    return tuple(told)


def safe_hub(own: Collection[int], regions: Sequence[str] = (), language: str = "") -> str:
    """The hub that can be told of these cities beside the regions; empty where it would leave too few."""
    hubs = {names.hub_of(place.country) for place in map(names.place, own) if place is not None}
    hub = hubs.pop() if len(hubs) == 1 else ""
    return hub if hub and number(own, regions=regions, hub=hub, language=language) >= FEWEST else ""


def all_names(own: Collection[int]) -> tuple[str, ...]:
    """Every name of these cities and of their countries or areas in every interface language."""
    of_cities = [text for city in own for texts in ALL_NAMES.get().get(city, {}).values() for text in texts]
    countries = {place.country for place in map(names.place, own) if place is not None and place.country}
    of_countries = [text for code in sorted(countries) for language in languages.INTERFACE
                    for text in geography.country_searched(code, language.public)]
    return tuple(dict.fromkeys([*of_cities, *of_countries]))
