"""The whole record as one plan: a district for each region, a plot for each practice, marigold for what is new."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core import plans
from core.plans import FINE, NARROWER, RECORD, Polygon

MAX_PLOTS = 240
_LABEL = 15  # radius of a district's number
_EDGE = 27  # how far its middle stays from every edge, so that it may grow on a phone


@dataclass(frozen=True, slots=True)
class District:
    """A numbered part of the plan; `new` of its plots are drawn in marigold."""

    number: int
    plots: int
    new: int = 0


def plot_stands_for(total: int) -> int:
    """How many practices one plot means, so that a large record stays a light picture."""
    return max(1, -(-total // MAX_PLOTS))


@lru_cache(maxsize=64)
def drawing(districts: tuple[District, ...]) -> str:
    """The plan as SVG; districts without a plot are left out."""
    standing = plot_stands_for(sum(district.plots for district in districts))
    present = [
        District(each.number, max(1, -(-each.plots // standing)), -(-each.new // standing))
        for each in districts if each.plots
    ]
    survey = plans.survey_of("record")
    areas: list[tuple[District, Polygon]] = []
    if present:
        _divide(plans.sheet(RECORD), present, RECORD.street, survey, areas)
    inner: list[str] = []
    labels: list[str] = []
    marked: set[int] = set()
    for district, polygon in areas:
        first = len(survey.plots)
        _fill(polygon, district.plots, RECORD.street * NARROWER // 200, survey)
        marked.update(_spread(first, len(survey.plots), district.new))
        labels.append(_label(district.number, polygon))
    inner.extend(plans.paths(survey.plots, frozenset(marked), plans.Seeded("record greys")))
    return plans.svg(RECORD, "".join(inner + labels))


def _divide(
    polygon: Polygon, districts: Sequence[District], width: int, survey: plans.Survey,
    areas: list[tuple[District, Polygon]],
) -> None:
    """Cut a polygon between districts in proportion to their plots."""
    if len(districts) == 1:
        areas.append((districts[0], polygon))
        return
    total = sum(each.plots for each in districts)
    cut = _balanced(districts, total)
    share = sum(each.plots for each in districts[:cut]) * 1000 // total
    parts = plans.cut(polygon, min(max(share, 60), 940), width, survey)
    for part, group in zip(parts, (districts[:cut], districts[cut:]), strict=True):
        _divide(part, group, width * 85 // 100, survey, areas)


def _balanced(districts: Sequence[District], total: int) -> int:
    """After how many districts a group holds about half of all plots."""
    return min(
        range(1, len(districts)),
        key=lambda cut: abs(2 * sum(each.plots for each in districts[:cut]) - total),
    )


def _fill(polygon: Polygon, plots: int, width: int, survey: plans.Survey) -> None:
    """Cut a district into its number of plots."""
    if plots <= 1 or len(polygon) < 3:
        survey.plots.append(polygon)
        return
    first = plots // 2 + (survey.random.below(2) if plots % 2 else 0)
    share = first * 1000 // plots
    for part, count in zip(plans.cut(polygon, share, width, survey), (first, plots - first), strict=True):
        _fill(part, count, max(width * 80 // 100, FINE * 2), survey)


def _spread(first: int, last: int, new: int) -> list[int]:
    """Which plots of a district are new: spread over it, so that they can be told apart."""
    count = last - first
    new = min(new, count)
    return [first + (2 * place + 1) * count // (2 * new) for place in range(new)]


def _label(number: int, polygon: Polygon) -> str:
    left, top, _right, _bottom = (value // FINE for value in plans.box(polygon))
    x = min(left + _EDGE, RECORD.width - _EDGE)
    y = min(top + _EDGE, RECORD.height - _EDGE)
    return f'<circle class="nd" cx="{x}" cy="{y}" r="{_LABEL}"/><text class="n" x="{x}" y="{y}">{number}</text>'
