"""Countries or areas and the UN M49 regions above them, with names in UN usage.

Names come from CLDR (through babel), corrected by `data/country-overrides.json`; the tree is in `data/m49.json`.
`ui` is a public language code; without it the language of the request counts.
"""
from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from django.utils.translation import gettext_lazy as _

from core import languages

DATA = Path(__file__).parent / "data"
WORLD = "001"
DISCLAIMER = _(
    "The designations used and the presentation of material do not imply the expression of any opinion whatsoever "
    "concerning the legal status of any country, territory, city or area or of its authorities, or concerning the "
    "delimitation of its frontiers or boundaries."
)


@cache
def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def _contains() -> dict[str, tuple[str, ...]]:
    return {code: tuple(below) for code, below in _read("m49.json")["contains"].items()}


@cache
def _parents() -> dict[str, str]:
    return {below: code for code, contained in _contains().items() for below in contained}


@cache
def _overrides() -> dict[str, dict[str, str]]:
    return _read("country-overrides.json")["names"]


@cache
def _cldr(ui: str) -> dict[str, str]:
    return dict(Locale.parse(languages.by_public(ui).html, sep="-").territories)


def _name(code: str, ui: str | None) -> str:
    language = ui or languages.current().public
    if not languages.is_public(language) or not languages.by_public(language).interface:
        language = languages.DEFAULT
    own = _overrides().get(code, {})
    return own.get(language) or _cldr(language).get(code) or code


def country_name(code: str, ui: str | None = None) -> str:
    """The name of a country or area (ISO 3166-1 alpha-2); the code itself where it is unknown."""
    return _name(code, ui)


def region_name(m49: str, ui: str | None = None) -> str:
    """The name of an M49 region; the code itself where it is unknown."""
    return _name(m49, ui)


def region_searched(m49: str, ui: str) -> tuple[str, ...]:
    """Every name by which a region is looked for in a language."""
    return tuple(dict.fromkeys((region_name(m49, ui), *_read("region-searched.json").get(m49, {}).get(ui, ()))))


def country_searched(code: str, ui: str) -> tuple[str, ...]:
    """Every name by which a country or area is looked for in a language: UN usage, CLDR, everyday forms."""
    everyday = _read("country-searched.json").get(code, {}).get(ui, ())
    return tuple(dict.fromkeys((country_name(code, ui), _cldr(ui).get(code, code), *everyday)))


def with_parents(m49: str) -> tuple[str, ...]:
    """A region and all regions above it, the widest first, without the world; empty for an unknown code."""
    found: list[str] = []
    parents = _parents()
    while m49 in parents:
        found.append(m49)
        m49 = parents[m49]
    return tuple(reversed(found))


def regions_of(country: str) -> tuple[str, ...]:
    """Every M49 region that a country or area lies in, the widest first, without the world."""
    return with_parents(_parents().get(country, ""))


def lowest_region(country: str) -> str:
    """The narrowest M49 region of a country or area, empty where it is unknown."""
    return next(reversed(regions_of(country)), "")


def is_country(code: str) -> bool:
    """Whether the tree knows a country or area of this code."""
    return len(code) == 2 and code in _parents()


def is_region(m49: str) -> bool:
    """Whether the tree knows a region of this code; the world is none."""
    return m49 != WORLD and m49 in _contains()


def parent_of(code: str) -> str:
    """The region right above a region or a country, empty for the five widest."""
    parent = _parents().get(code, "")
    return "" if parent == WORLD else parent


@cache
def regions() -> tuple[str, ...]:
    """Every region, each right after the one it lies in."""
    return tuple(_walk(WORLD))[1:]


def _walk(code: str) -> list[str]:
    below = [inner for child in _contains()[code] if child in _contains() for inner in _walk(child)]
    return [code, *below]


@cache
def countries() -> tuple[str, ...]:
    """Every country or area of the tree, by code."""
    return tuple(sorted(code for code in _parents() if len(code) == 2))


def subregions(m49: str) -> tuple[str, ...]:
    """The regions right below a region."""
    return tuple(code for code in _contains().get(m49, ()) if code in _contains())


def countries_in(m49: str) -> tuple[str, ...]:
    """Every country or area that lies anywhere below a region, by code."""
    return tuple(code for code in countries() if m49 in regions_of(code))
