"""Fill places from the files in `cities/data`: what is missing is made, what editors changed is kept."""
from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import transaction

from cities.folding import folded
from cities.geography import DATA
from cities.models import City, CityName, GazetteerPlace, Hub, HubLabel
from cities.names import TABLE


def load_geography() -> dict[str, int]:
    """Make the delivered cities, hubs and gazetteer places that are not there yet; how many of each were made."""
    return {**load_places(), "places": load_gazetteer()}


@transaction.atomic
def load_places() -> dict[str, int]:
    """Make the delivered hubs and cities that are not there yet."""
    made = {"hubs": _load_hubs(), "cities": _load_cities()}
    if any(made.values()):
        TABLE.touch()
    return made


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def delivered() -> frozenset[int]:
    """The ids of the cities that come with the program: that they are kept tells nothing of an entry."""
    return frozenset(row["id"] for row in _read("cities.json"))


def _load_hubs() -> int:
    known = set(Hub.objects.values_list("slug", flat=True))
    taken = {code for codes in Hub.objects.values_list("countries", flat=True) for code in codes}
    rows = [(order, row) for order, row in enumerate(_read("hubs.json"), start=1) if row["slug"] not in known]
    made = Hub.objects.bulk_create(
        Hub(slug=row["slug"], countries=[code for code in row["countries"] if code not in taken], order=order * 10)
        for order, row in rows
    )
    HubLabel.objects.bulk_create(
        HubLabel(hub=hub, language=language, text=text)
        for hub, (_order, row) in zip(made, rows, strict=True)
        for language, text in row["labels"].items()
    )
    return len(made)


def _load_cities() -> int:
    known = set(City.objects.values_list("pk", flat=True))
    rows = [row for row in _read("cities.json") if row["id"] not in known]
    City.objects.bulk_create(
        City(
            id=row["id"], country=row["country"], m49=row["m49"], latitude=row["lat"], longitude=row["lon"],
            population=row["population"], kind=row["kind"], note=row.get("note", ""),
        )
        for row in rows
    )
    CityName.objects.bulk_create(name for row in rows for name in _names(row))
    return len(rows)


def _names(row: dict[str, Any]) -> Iterator[CityName]:
    for language, text in row["names"].items():
        yield _name(row["id"], language, CityName.PREFERRED, text)
    if row.get("own"):
        yield _name(row["id"], "", CityName.PREFERRED, row["own"])
    for language, texts in row.get("alt", {}).items():
        for text in texts:
            yield _name(row["id"], "" if language == "local" else language, CityName.ALTERNATIVE, text)


def _name(city: int, language: str, kind: str, text: str) -> CityName:
    return CityName(city_id=city, language=language, kind=kind, text=text, folded=folded(text))


@transaction.atomic
def load_gazetteer() -> int:
    """Fill the world gazetteer; editors do not change it, so a table that holds anything is left alone."""
    if GazetteerPlace.objects.exists():
        return 0
    with gzip.open(DATA / "gazetteer.tsv.gz", "rt", encoding="utf-8") as file:
        places = [_place(*line.rstrip("\n").split("\t")) for line in file]
    GazetteerPlace.objects.bulk_create(places, batch_size=2000)
    return len(places)


def _place(id: str, name: str, country: str, latitude: str, longitude: str, population: str) -> GazetteerPlace:
    return GazetteerPlace(
        id=int(id), name=name, folded=folded(name), country=country, latitude=float(latitude),
        longitude=float(longitude), population=int(population),
    )
