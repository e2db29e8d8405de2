"""The map beside the directory: land only, no borders; a square for each city, a numbered circle for each region.

Natural Earth projection. The land (`data/land.svgpath`) is Natural Earth's 1:110 m land, in the public domain,
projected to the same 1,000 units and rounded to integers.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import radians

from cities.geography import DATA
from cities.listing import Group
from cities.models import City

SCALE, LEFT, TOP = 182.77, 500, 262
HALF_DOT = 4
_CIRCLES = {"002": (561, 249), "009": (861, 343), "019": (339, 288), "142": (755, 146), "150": (608, 74)}


@dataclass(frozen=True, slots=True)
class Dot:
    """A city on the map; `x` and `y` are the corner of its square."""

    code: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Circle:
    """A region's number on the map, which opens the same region in the list."""

    code: str
    label: str
    number: int
    cities: int
    x: int
    y: int


@cache
def land() -> str:
    """The outline of all land as an SVG path."""
    return (DATA / "land.svgpath").read_text(encoding="utf-8").strip()


def projected(latitude: float, longitude: float) -> tuple[int, int]:
    """Where a place lies on the map."""
    phi, turn = radians(latitude), radians(longitude)
    square = phi * phi
    fourth = square * square
    bend = -0.013791 + fourth * (0.003971 * square - 0.001529 * fourth)
    across = turn * (0.8707 - 0.131979 * square + fourth * bend)
    up = phi * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return round(LEFT + SCALE * across), round(TOP - SCALE * up)


def dots(ids: Iterable[int]) -> list[Dot]:
    """The cities whose position is known, in one query."""
    rows = City.objects.filter(pk__in=list(ids), latitude__isnull=False, longitude__isnull=False)
    places = [(pk, projected(latitude, longitude)) for pk, latitude, longitude in
              rows.order_by("pk").values_list("pk", "latitude", "longitude")]
    return [Dot(str(pk), x - HALF_DOT, y - HALF_DOT) for pk, (x, y) in places]


def circles(groups: Iterable[Group]) -> list[Circle]:
    """The regions of a directory, numbered as they stand in it."""
    return [
        Circle(group.code, group.label, number, len(group.lines), *_CIRCLES[group.code])
        for number, group in enumerate(groups, start=1) if group.code in _CIRCLES
    ]
