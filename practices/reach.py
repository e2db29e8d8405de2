"""Which practices rest on a row of another table: what must be written anew in every index when the row changes."""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Model, Q

from cities.models import City, CityName, Hub, HubLabel
from practices.models import LanguageVersion, OutcomeEvidence, Practice, PracticePage
from taxonomy.models import Concept, Keyword, Label

Keys = Collection[Any]


def practices_of(model: type[Model], keys: Iterable[Any]) -> list[Any]:
    """The keys of the practices that rest on rows of a model; none for a model that no practice rests on."""
    for known, reach in _REACHES.items():
        if issubclass(model, known):
            return list(Practice.objects.filter(reach(list(keys))).order_by().values_list("pk", flat=True).distinct())
    return []


def _by_city(keys: Keys) -> Q:
    """What it is about, and what its people may read; a new version of what names no city would tell whose it is."""
    return (Q(original__cities__in=keys) | Q(owner_city__in=keys)) & Q(city_withheld=False)


def _by_hub(keys: Keys) -> Q:
    """What an editor gave to the hub, and what lies in one of its countries or areas."""
    lists = Hub.objects.filter(pk__in=keys).values_list("countries", flat=True)
    countries = {code for codes in lists for code in codes}
    return Q(original__hub__in=keys) | Q(original__cities__country__in=countries) | Q(withholding__isnull=False)


def _by_hub_label(keys: Keys) -> Q:
    return _by_hub(list(Hub.objects.filter(labels__in=keys).values_list("pk", flat=True)))


def _by_concept(keys: Keys) -> Q:
    """What is filed under the concept, under one that was merged into it, or under a narrower one of these."""
    found: set[Any] = set(keys)
    edge = found
    while edge:
        above = Q(broader__in=edge) | Q(merged_into__in=edge)
        edge = set(Concept.objects.filter(above).values_list("pk", flat=True)) - found
        found |= edge
    return Q(original__concepts__in=found) | Q(original__keyword_items__tag__concept__in=found)


def _by_keyword(keys: Keys) -> Q:
    """What has the keyword, or one that was merged into it."""
    return Q(original__keyword_items__tag__in=keys) | Q(original__keyword_items__tag__merged_into__in=keys)


def _by_label(keys: Keys) -> Q:
    return _by_concept(list(Concept.objects.filter(labels__in=keys).values_list("pk", flat=True)))


_REACHES: dict[type[Model], Callable[[Keys], Q]] = {
    City: _by_city,
    CityName: lambda keys: Q(original__cities__names__in=keys, city_withheld=False),
    Hub: _by_hub,
    HubLabel: _by_hub_label,
    Concept: _by_concept,
    Label: _by_label,
    Keyword: _by_keyword,
    Practice: lambda keys: Q(pk__in=keys),
    PracticePage: lambda keys: Q(pages__in=keys),
    LanguageVersion: lambda keys: Q(versions__in=keys),
    OutcomeEvidence: lambda keys: Q(evidence__in=keys),
}
NAMING = (City, CityName, Hub, HubLabel, Concept, Label, Keyword)  # rows of other apps that are saved one by one
