"""By which words a place is found in a language: every name, its country or area, its regions, its hub."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel.languages import get_official_languages

from cities import geography, names
from cities.models import CityName
from core import languages
from core.stamps import StampedTable

Name = tuple[str, str, str]


def searched(
    cities: Iterable[int], countries: Iterable[str], regions: Iterable[str], hubs: Iterable[str], ui: str
) -> tuple[str, ...]:
    """Every label of these places in an interface language, each once; local names belong to every language."""
    found = [text for city in cities for text in _city_names(city, ui)]
    found += [name for code in countries for name in geography.country_searched(code, ui)]
    found += [geography.region_name(code, ui) for code in regions]
    found += [names.hub_label(slug, ui) for slug in hubs]
    return tuple(dict.fromkeys(found))


def _city_names(city: int, ui: str) -> list[str]:
    by_language = ALL_NAMES.get().get(city, {})
    return [*by_language.get(ui, ()), *by_language.get("", ())]


def _build() -> dict[int, dict[str, tuple[str, ...]]]:
    """Every name of every city by language, preferred ones first."""
    collected: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    order = {CityName.PREFERRED: 0, CityName.ALTERNATIVE: 1, CityName.SEARCH: 2}
    rows = CityName.objects.order_by("pk").values_list("city", "language", "kind", "text")
    for city, language, _kind, text in sorted(rows, key=lambda row: order.get(row[2], 9)):
        collected[city][language].append(text)
    return {
        city: {language: tuple(texts) for language, texts in by_language.items()}
        for city, by_language in collected.items()
    }


def _build_city_names() -> tuple[Name, ...]:
    rows = CityName.objects.order_by("pk").values_list("city", "language", "text")
    return tuple((str(city), language, text) for city, language, text in rows)


def _build_hub_names() -> tuple[Name, ...]:
    return tuple((hub.slug, language, text) for hub in names.hubs() for language, text in hub.names.items())


ALL_NAMES = StampedTable(names.TABLE.name, _build)
_CITY_NAMES = StampedTable(names.TABLE.name, _build_city_names)
_HUB_NAMES = StampedTable(names.TABLE.name, _build_hub_names)


def city_names() -> tuple[Name, ...]:
    """Id, language and text of every name of every city; another object whenever one has changed."""
    return _CITY_NAMES.get()


def hub_names() -> tuple[Name, ...]:
    """Slug, language and text of every name of every hub; another object whenever one has changed."""
    return _HUB_NAMES.get()


@cache
def country_names() -> tuple[Name, ...]:
    """Code, language and text of every name by which a country or area is looked for; its own name without one."""
    return tuple(
        (code, where, text)
        for code in geography.countries()
        for language in languages.INTERFACE
        for text in geography.country_searched(code, language.public)
        for where in (language.public, *([""] if language.public in get_official_languages(code) else []))
    )


@cache
def region_names() -> tuple[Name, ...]:
    """Code, language and text of every M49 region."""
    return tuple(
        (code, language.public, text)
        for code in geography.regions()
        for language in languages.INTERFACE
        for text in geography.region_searched(code, language.public)
    )
