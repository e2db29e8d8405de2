"""Places as lines of a list: name, country or area, number of practices, address."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from cities import addresses, geography, names
from cities.folding import folded
from cities.sorting import sort_key
from core import languages


@dataclass(frozen=True, slots=True)
class Line:
    """One place in a list."""

    code: str
    label: str
    url: str
    count: int
    country: str = ""
    member: bool = False
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one wide region; without a code, those of no region."""

    code: str
    label: str
    url: str
    lines: tuple[Line, ...]


def _sorted(lines: Iterable[Line], ui: str) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: sort_key(line.label, ui)))


def city_line(place: names.Place, count: int, ui: str) -> Line:
    """A city as a line."""
    return Line(
        code=str(place.id),
        label=names.label(place.id, ui),
        url=addresses.city(place.id),
        count=count,
        country=geography.country_name(place.country, ui) if place.country else "",
        member=place.is_listed_member,
        invented=place.invented,
    )


def shown_places(counts: Mapping[str, int]) -> list[names.Place]:
    """The places that a directory names: with a practice that the reader may open, or listed members."""
    return [place for place in names.places() if counts.get(str(place.id)) or place.is_listed_member]


def in_country_named(place: names.Place, text: str) -> bool:
    """Whether a place lies in a country or area whose name, in any interface language, begins with this text."""
    wanted = folded(text)
    return bool(wanted and place.country) and any(
        folded(name).startswith(wanted)
        for language in languages.INTERFACE
        for name in geography.country_searched(place.country, language.public)
    )


def cities(places: Iterable[names.Place], counts: Mapping[str, int], ui: str) -> tuple[Line, ...]:
    """Cities in alphabetical order."""
    return _sorted((city_line(place, counts.get(str(place.id), 0), ui) for place in places), ui)


def countries(codes: Iterable[str], counts: Mapping[str, int], ui: str) -> tuple[Line, ...]:
    """Those countries or areas that have something to read, in alphabetical order."""
    return _sorted(
        (
            Line(code, geography.country_name(code, ui), addresses.country(code), counts[code])
            for code in codes
            if counts.get(code)
        ),
        ui,
    )


def regions(codes: Iterable[str], counts: Mapping[str, int], ui: str) -> tuple[Line, ...]:
    """Those regions that have something to read, in the order given."""
    return tuple(
        Line(code, geography.region_name(code, ui), addresses.region(code), counts[code])
        for code in codes
        if counts.get(code)
    )


def hubs(counts: Mapping[str, int], ui: str) -> tuple[Line, ...]:
    """Every hub with its number of practices."""
    return tuple(
        Line(hub.slug, names.hub_label(hub.slug, ui), addresses.hub(hub.slug), counts.get(hub.slug, 0))
        for hub in names.hubs()
    )


def widest_region(place: names.Place) -> str:
    """The continent of a place, empty where it has none."""
    return next(iter(place.regions), "")


def by_region(places: Iterable[names.Place], counts: Mapping[str, int], ui: str) -> tuple[Group, ...]:
    """Cities under the widest regions, regions in alphabetical order, places of no region last."""
    ordered = sorted(places, key=widest_region)
    groups = [
        _group(code, cities(members, counts, ui), ui) for code, members in groupby(ordered, key=widest_region)
    ]
    return tuple(sorted(groups, key=lambda group: (not group.code, sort_key(group.label, ui))))


def _group(code: str, lines: tuple[Line, ...], ui: str) -> Group:
    if not code:
        return Group("", "", "", lines)
    return Group(code, geography.region_name(code, ui), addresses.region(code), lines)
