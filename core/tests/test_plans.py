"""Plans are the same everywhere, small, and say only what they are meant to say."""
import hashlib
import re

import pytest

from core import plans, record_plan
from core.record_plan import District

CITIES = ("2624652", "264371", "3117735", "1850147", "9000000001", "a9a2b957-f665-5f81-98da-30a4ba14f7ef")
LARGEST = {"list": 500, "card": 1300, "strip": 5100}


def plots(drawing):
    return sum(path.count("M") for path in re.findall(r'<path class="[bch]" d="([^"]*)"', drawing))


def streets_of(drawing):
    """The drawing without its mark and greys: every plot, in the order of its first point."""
    return sorted(part for path in re.findall(r'<path class="[bch]" d="([^"]*)"', drawing) for part in path.split("M"))


def test_a_plan_is_the_same_on_every_machine():
    drawing = plans.drawing("2624652", "f7959ef5", "plot", "list")
    assert hashlib.sha256(drawing.encode()).hexdigest()[:16] == "9c2f7b4133074a42"


def test_the_generator_gives_known_numbers():
    random = plans.Seeded("a city")
    assert [random.below(1000) for _ in range(4)] == [682, 396, 86, 642]


@pytest.mark.parametrize("size", LARGEST)
def test_a_plan_stays_small(size):
    drawings = [plans.drawing(city, city, shape, size) for city in CITIES for shape in ("street", "plot", "crossing")]
    assert max(len(drawing.encode()) for drawing in drawings) <= LARGEST[size]
    assert min(plots(drawing) for drawing in drawings) >= 6


@pytest.mark.parametrize("size", LARGEST)
def test_all_practices_of_a_city_share_its_streets(size):
    shared = {tuple(streets_of(plans.drawing("2624652", mark, "plot", size))) for mark in ("one", "two", "three")}
    assert len(shared) == 1
    assert shared != {tuple(streets_of(plans.drawing("264371", "one", "plot", size)))}


def test_the_mark_depends_on_the_practice():
    marks = {plans.drawing("2624652", str(number), "crossing", "card") for number in range(12)}
    assert len(marks) > 3


@pytest.mark.parametrize(
    ("shape", "mark"), [("street", '<path class="w"'), ("plot", '<path class="h"'), ("crossing", '<circle class="h"')]
)
def test_the_mark_says_the_kind(shape, mark):
    drawing = plans.drawing("2624652", "x", shape, "card")
    assert drawing.count(mark) == 1
    assert drawing.count('class="w"') + drawing.count('class="h"') == 1


def test_a_city_alone_has_no_mark():
    drawing = plans.drawing("2624652", "", "", "strip")
    assert 'class="h"' not in drawing
    assert 'class="w"' not in drawing


def test_a_drawing_holds_integers_and_is_hidden_from_assistive_technology():
    drawing = plans.drawing("2624652", "x", "plot", "card")
    assert 'aria-hidden="true"' in drawing
    assert not re.search(r"\d\.\d", drawing)


def test_streets_keep_plots_apart_and_inside_the_sheet():
    size = plans.SIZES["card"]
    plan = plans.city_plan("2624652", "card")
    whole = size.width * size.height * plans.FINE**2
    assert 0.7 * whole < sum(plans.area(plot) for plot in plan.plots) < 0.95 * whole
    for plot in plan.plots:
        left, top, right, bottom = plans.box(plot)
        assert left >= 0 and top >= 0 and right <= size.width * plans.FINE and bottom <= size.height * plans.FINE


def test_the_record_has_a_plot_for_each_practice_and_a_number_for_each_region():
    drawing = record_plan.drawing((District(1, 8, 1), District(2, 18), District(3, 0), District(4, 25, 2)))
    assert plots(drawing) == 51
    assert re.findall(r"<text[^>]*>(\d)</text>", drawing) == ["1", "2", "4"]
    assert re.findall(r'<path class="h" d="([^"]*)"', drawing)[0].count("M") == 3
    assert len(drawing) <= 2500


def test_an_empty_record_is_an_empty_sheet():
    assert plots(record_plan.drawing((District(1, 0), District(2, 0)))) == 0


def test_in_a_large_record_one_plot_stands_for_several_practices():
    assert record_plan.plot_stands_for(240) == 1
    assert record_plan.plot_stands_for(5000) == 21
    drawing = record_plan.drawing((District(1, 3000, 3), District(2, 2000)))
    assert plots(drawing) <= record_plan.MAX_PLOTS + 2
