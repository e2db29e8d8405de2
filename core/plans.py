"""Town plans drawn from seeds: the streets come from a city, one marigold mark from a practice.

A rectangle is cut by slightly crooked streets until its plots are small. Everything is computed with integers from a
generator of its own, so that the same seeds give the same drawing on every machine and in every version of Python.
"""
from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isqrt

Point = tuple[int, int]
Polygon = tuple[Point, ...]

FINE = 16  # inner units for one unit of the drawing
NARROWER = 68  # per cent: each later street beside the one before
_MASK = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Size:
    """A format of drawing: width, height, and the area under which a plot is not cut again."""

    width: int
    height: int
    plot: int
    street: int = 104  # width of the main street in inner units: 6.5 of 96 units
    dot: int = 9
    wide: bool = True
    lengthwise: bool = False  # whether the main street runs along the longer side


SIZES = {
    "list": Size(96, 96, 980, wide=False),
    "card": Size(360, 200, 2100, street=128, dot=15),
    "strip": Size(1200, 190, 1550, street=128, dot=16, lengthwise=True),
}
RECORD = Size(560, 440, 0, street=208)


class Seeded:
    """SplitMix64 over a hash of the seed: small, and the same everywhere."""

    def __init__(self, seed: str) -> None:
        self.state = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest(), "big")

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % limit

    def between(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + self.below(high - low + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A street's middle: a point on it and its direction, about 1,000 long."""

    at: Point
    along: Point

    def side(self, point: Point) -> int:
        """How far to the left of the street a point lies, in inner units."""
        cross = self.along[0] * (point[1] - self.at[1]) - self.along[1] * (point[0] - self.at[0])
        return cross // isqrt(self.along[0] ** 2 + self.along[1] ** 2)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plots of a drawing and the streets between them, each street from where it starts to where it ends."""

    plots: tuple[Polygon, ...]
    streets: tuple[tuple[Point, Point], ...]


@dataclass(slots=True)
class Survey:
    """What is collected while a rectangle is being cut."""

    random: Seeded
    tilt: int
    plots: list[Polygon] = field(default_factory=list)
    streets: list[tuple[Point, Point]] = field(default_factory=list)


def _meeting(start: Point, end: Point, from_start: int, from_end: int) -> Point:
    """Where an edge meets a line, given the distances of its ends from it."""
    whole = from_start - from_end
    return (
        start[0] + (end[0] - start[0]) * from_start // whole,
        start[1] + (end[1] - start[1]) * from_start // whole,
    )


def _kept(polygon: Polygon, line: Line, margin: int, sign: int) -> Polygon:
    """The part of a convex polygon that lies farther than `margin` on one side of a line."""
    found: list[Point] = []
    distances = [sign * line.side(point) - margin for point in polygon]
    for index, point in enumerate(polygon):
        following = (index + 1) % len(polygon)
        here, there = distances[index], distances[following]
        if here >= 0:
            found.append(point)
        if (here < 0 < there) or (there < 0 < here):
            found.append(_meeting(point, polygon[following], here, there))
    return tuple(found)


def _ends(polygon: Polygon, line: Line) -> tuple[Point, Point] | None:
    """Where a street enters and leaves a polygon."""
    found = []
    for index, point in enumerate(polygon):
        following = polygon[(index + 1) % len(polygon)]
        here, there = line.side(point), line.side(following)
        if (here < 0) != (there < 0):
            found.append(_meeting(point, following, here, there))
    return (found[0], found[1]) if len(found) == 2 else None


def area(polygon: Polygon) -> int:
    """The area of a polygon in inner units."""
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) // 2


def box(polygon: Polygon) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a polygon."""
    across, down = [point[0] for point in polygon], [point[1] for point in polygon]
    return min(across), min(down), max(across), max(down)


def _street(polygon: Polygon, share: int, survey: Survey, *, lengthwise: bool = False) -> Line:
    """A crooked street through the shorter way of a polygon, `share` thousandths along the longer one."""
    left, top, right, bottom = box(polygon)
    lean = survey.tilt + survey.random.between(-35, 35)
    middle = ((left + right) // 2, (top + bottom) // 2)
    if (right - left >= bottom - top) is not lengthwise:
        return Line((left + (right - left) * share // 1000, middle[1]), (-lean, 1000))
    return Line((middle[0], top + (bottom - top) * share // 1000), (1000, lean))


def cut(
    polygon: Polygon, share: int, width: int, survey: Survey, *, lengthwise: bool = False
) -> tuple[Polygon, Polygon]:
    """A polygon in two parts with a street between them, the part nearer to the start first."""
    line = _street(polygon, share, survey, lengthwise=lengthwise)
    if ends := _ends(polygon, line):
        survey.streets.append(ends)
    halves = _kept(polygon, line, width // 2, 1), _kept(polygon, line, width // 2, -1)
    return halves if box(halves[0])[:2] <= box(halves[1])[:2] else (halves[1], halves[0])


def _build(polygon: Polygon, width: int, plot: int, survey: Survey, *, lengthwise: bool = False) -> None:
    """Cut a polygon until its plots are small enough."""
    if area(polygon) < plot * FINE * FINE * survey.random.between(80, 150) // 100:
        survey.plots.append(polygon)
        return
    for part in cut(polygon, survey.random.between(380, 620), width, survey, lengthwise=lengthwise):
        if len(part) > 2:
            _build(part, max(width * NARROWER // 100, FINE * 2), plot, survey)


def sheet(size: Size) -> Polygon:
    """The whole rectangle of a format."""
    width, height = size.width * FINE, size.height * FINE
    return ((0, 0), (width, 0), (width, height), (0, height))


def survey_of(seed: str) -> Survey:
    """A survey that has not begun: the generator, and by how much the town is turned."""
    random = Seeded(seed)
    lean = random.between(35, 123)  # 2 to 7 degrees
    return Survey(random, lean if random.below(2) else -lean)


@lru_cache(maxsize=512)
def city_plan(streets: str, size: str) -> Plan:
    """The plan of a city in a format; it depends on the city's seed alone."""
    survey = survey_of(f"streets {streets}")
    chosen = SIZES[size]
    _build(sheet(chosen), chosen.street, chosen.plot, survey, lengthwise=chosen.lengthwise)
    return Plan(tuple(survey.plots), tuple(survey.streets))


# ---------- Drawing ----------
def _units(point: Point) -> Point:
    return (point[0] + FINE // 2) // FINE, (point[1] + FINE // 2) // FINE


def path_of(polygon: Polygon) -> str:
    """A polygon as a short SVG path: one absolute point, then relative ones."""
    points = [_units(point) for point in polygon]
    parts = [f"M{points[0][0]} {points[0][1]}"]
    last = points[0]
    for point in points[1:]:
        across, down = point[0] - last[0], point[1] - last[1]
        last = point
        if across and down:
            parts.append(f"l{across}{down}" if down < 0 else f"l{across} {down}")
        elif across or down:
            parts.append(f"h{across}" if across else f"v{down}")
    return "".join(parts) + "z"


def paths(plots: Sequence[Polygon], marked: frozenset[int], random: Seeded) -> Iterator[str]:
    """The plots as three paths: most in one grey, some in another, marked ones in marigold."""
    groups: dict[str, list[str]] = {"b": [], "c": [], "h": []}
    for index, plot in enumerate(plots):
        grey = "c" if random.below(6) == 0 else "b"
        groups["h" if index in marked else grey].append(path_of(plot))
    for name, paths in groups.items():
        if paths:
            yield f'<path class="{name}" d="{"".join(paths)}"/>'


def _centre(polygon: Polygon) -> Point:
    return sum(p[0] for p in polygon) // len(polygon), sum(p[1] for p in polygon) // len(polygon)


def _central(points: Sequence[Point], size: Size) -> list[int]:
    """The places in a list that lie well inside the sheet; all of them when none does."""
    left, top = size.width * FINE // 5, size.height * FINE // 5
    right, bottom = size.width * FINE - left, size.height * FINE - top
    inside = [i for i, (x, y) in enumerate(points) if left < x < right and top < y < bottom]
    return inside or list(range(len(points)))


def _long(streets: Sequence[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Those streets that are at least half as long as the longest."""
    lengths = [abs(start[0] - end[0]) + abs(start[1] - end[1]) for start, end in streets]
    return [street for street, length in zip(streets, lengths, strict=True) if 2 * length >= max(lengths)]


def _mark(plan: Plan, mark: str, shape: str, size: Size) -> tuple[frozenset[int], str]:
    """Where the marigold goes: the marked plot, or what is drawn over the plots."""
    random = Seeded(f"mark {mark}")
    if shape == "plot":
        central = _central([_centre(plot) for plot in plan.plots], size)
        return frozenset({central[random.below(len(central))]}), ""
    if shape == "street":
        long = _long(plan.streets[:6])
        start, end = (_units(point) for point in long[random.below(len(long))])
        return frozenset(), f'<path class="w" d="M{start[0]} {start[1]}L{end[0]} {end[1]}"/>'
    if shape == "crossing":
        corners = [point for street in plan.streets[1:] for point in street]
        central = _central(corners, size)
        x, y = _units(corners[central[random.below(len(central))]])
        return frozenset(), f'<circle class="h" cx="{x}" cy="{y}" r="{size.dot}"/>'
    return frozenset(), ""


@lru_cache(maxsize=2048)
def drawing(streets: str, mark: str, shape: str, size: str) -> str:
    """The picture of a record as SVG; hidden from assistive technology, since the words beside it say the same."""
    plan, chosen = city_plan(streets, size), SIZES[size]
    marked, over = _mark(plan, mark, shape, chosen)
    inner = "".join(paths(plan.plots, marked, Seeded(f"greys {streets}")))
    return svg(chosen, inner + over, slice_it=size == "strip")


def svg(size: Size, inner: str, *, slice_it: bool = False) -> str:
    """A drawing of a format; `slice_it` fills whatever box it gets."""
    name = "plan plan-wide" if size.wide else "plan"
    fit = ' preserveAspectRatio="xMidYMid slice"' if slice_it else ""
    return f'<svg class="{name}" viewBox="0 0 {size.width} {size.height}"{fit} aria-hidden="true">{inner}</svg>'
