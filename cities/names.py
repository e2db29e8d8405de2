"""Names of cities and hubs in every interface language, from one table in memory.

`ui` is a public language code; without it the language of the request counts. A missing name falls back to English,
then to any.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from cities import geography
from core import languages
from core.stamps import StampedTable


@dataclass(slots=True)
class Place:
    """What lists need to know of a city."""

    id: int
    country: str
    m49: str
    invented: bool
    member: bool
    listed: bool
    names: dict[str, str] = field(default_factory=dict)

    @property
    def regions(self) -> tuple[str, ...]:
        """Every M49 region it lies in, the widest first; a place without a country has one of its own."""
        return geography.regions_of(self.country) or geography.with_parents(self.m49)

    @property
    def is_listed_member(self) -> bool:
        """Whether the directory names it as a member of the network."""
        return self.member and self.listed


@dataclass(slots=True)
class HubEntry:
    """What lists need to know of a hub."""

    slug: str
    countries: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Places:
    """Cities by id, what former ids lead to, hubs by slug in their order, and the hub of each country."""

    cities: dict[int, Place]
    merged: dict[int, int]
    hubs: dict[str, HubEntry]
    hub_of: dict[str, str]


def _build() -> Places:
    from cities.models import City, CityName, Hub, HubLabel

    fields = ("pk", "country", "m49", "invented", "membership", "listed")
    kept = City.objects.filter(merged_into=None)
    cities = {
        pk: Place(pk, country, m49, invented, membership == City.MEMBER, listed)
        for pk, country, m49, invented, membership, listed in kept.order_by("pk").values_list(*fields)
    }
    merged = dict(City.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    shown = CityName.objects.filter(kind=CityName.PREFERRED, city__merged_into=None).order_by("pk")
    for pk, language, text in shown.values_list("city", "language", "text"):
        cities[pk].names.setdefault(language, text)
    hubs = {hub.slug: HubEntry(hub.slug, tuple(hub.countries)) for hub in Hub.objects.order_by("order", "slug")}
    for slug, language, text in HubLabel.objects.order_by("pk").values_list("hub__slug", "language", "text"):
        hubs[slug].names.setdefault(language, text)
    return Places(cities, merged, hubs, {code: hub.slug for hub in hubs.values() for code in hub.countries})


TABLE = StampedTable("cities.names", _build)


def _best(names: dict[str, str], ui: str | None, otherwise: str) -> str:
    for language in (ui or languages.current().public, languages.DEFAULT, ""):
        if language in names:
            return names[language]
    return next(iter(names.values()), otherwise)


def place(city_id: int | str) -> Place | None:
    """The facts of a city, or of the one that it was merged into; None where no such city is kept."""
    digits = canonical(str(city_id))
    return TABLE.get().cities.get(int(digits)) if digits.isascii() and digits.isdigit() else None


def canonical(digits: str) -> str:
    """The id that now stands for this one: of the city it was merged into, else itself."""
    known = digits.isascii() and digits.isdigit() and len(digits) < 19
    return str(TABLE.get().merged.get(int(digits), digits)) if known else digits


def places() -> tuple[Place, ...]:
    """Every kept city, by id."""
    return tuple(TABLE.get().cities.values())


def label(city_id: int | str, ui: str | None = None) -> str:
    """The name of a city; its id where it has none."""
    known = place(city_id)
    return _best(known.names, ui, str(city_id)) if known else str(city_id)


def local_name(city_id: int | str) -> str:
    """The name that the place gives itself, empty where none was chosen (where several stand side by side)."""
    known = place(city_id)
    return known.names.get("", "") if known else ""


def hub_label(slug: str, ui: str | None = None) -> str:
    """The name of a hub; its slug where it has none."""
    hub = TABLE.get().hubs.get(slug)
    return _best(hub.names, ui, slug) if hub else slug


def hubs() -> tuple[HubEntry, ...]:
    """All hubs in their order."""
    return tuple(TABLE.get().hubs.values())


def hub(slug: str) -> HubEntry | None:
    """One hub, None where no such hub is kept."""
    return TABLE.get().hubs.get(slug)


def hub_of(country: str) -> str:
    """The slug of the hub that a country belongs to, empty for none."""
    return TABLE.get().hub_of.get(country, "")
