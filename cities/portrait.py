"""A city as its page shows it: names, where it lies, what it is to the network."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cities import addresses, geography, names, population
from cities.folding import folded
from cities.models import City
from core import languages


@dataclass(frozen=True, slots=True)
class Link:
    """A label and where it leads."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name in one interface language."""

    language: languages.Language
    text: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything the page says of a city, in the reader's language."""

    id: int
    name: str
    local: str
    names: tuple[Name, ...]
    country: Link | None
    region_codes: tuple[str, ...]
    hub: Link | None
    kind: Any
    population: Any
    is_listed_member: bool
    invented: bool
    documented_only: bool

    @classmethod
    def of(cls, city: City, ui: str) -> Portrait:
        """The portrait of a city for an interface language."""
        name = city.label(ui)
        hub = names.hub_of(city.country)
        return cls(
            id=city.pk,
            name=name,
            local=_unlike(names.local_name(city.pk), name),
            names=_names(city.pk, ui),
            country=_country(city.country, ui),
            region_codes=geography.regions_of(city.country) or geography.with_parents(city.m49),
            hub=Link(names.hub_label(hub, ui), addresses.hub(hub)) if hub else None,
            kind=city.get_kind_display(),
            population=population.band(city.population)[1],
            is_listed_member=city.is_member and city.listed,
            invented=city.invented,
            documented_only=city.is_real and not (city.is_member and city.listed),
        )


def _unlike(text: str, shown: str) -> str:
    """A second name, left out where it is the shown one spelled again."""
    return "" if folded(text) == folded(shown) else text


def _country(code: str, ui: str) -> Link | None:
    return Link(geography.country_name(code, ui), addresses.country(code)) if code else None


def _names(city: int, ui: str) -> tuple[Name, ...]:
    """The names in the other interface languages."""
    place = names.place(city)
    known = place.names if place else {}
    return tuple(
        Name(language, known[language.public])
        for language in languages.INTERFACE
        if language.public in known and language.public != ui
    )
