"""Order of names, population bands, panels."""
import pytest
from django.test import RequestFactory

from cities import panels, population
from cities.sorting import sort_key


@pytest.mark.parametrize(
    ("ui", "names"),
    [
        ("en", ["Aarhus", "Århus B", "Berlin", "Łódź", "Madrid"]),
        ("es", ["Ámsterdam", "Ávila", "Bogotá"]),
        ("ru", ["Абу-Даби", "Ёж", "Ереван", "Москва"]),
        ("ar", ["أربيل", "الدار البيضاء", "دمشق", "القدس", "كابل"]),
        ("zh", ["奥胡斯", "巴黎", "柏林", "东京", "伦敦", "悉尼"]),
    ],
)
def test_names_stand_where_a_reader_looks_for_them(ui, names):
    assert sorted(reversed(names), key=lambda name: sort_key(name, ui)) == names


@pytest.mark.parametrize(
    ("inhabitants", "code"),
    [(None, ""), (0, ""), (1, "under-50k"), (49_999, "under-50k"), (50_000, "50k-250k"), (999_999, "250k-1m"),
     (1_000_000, "1m-5m"), (5_000_000, "over-5m"), (30_000_000, "over-5m")],
)
def test_a_population_lies_in_one_band(inhabitants, code):
    assert population.band(inhabitants)[0] == code


def test_panels_stand_in_their_order_and_empty_ones_are_left_out():
    registered = [
        panels.Panel("test-late", "late.html", lambda request, city: {"city": city}, order=20),
        panels.Panel("test-early", "early.html", lambda request, city: {}, order=10),
        panels.Panel("test-none", "none.html", lambda request, city: None, order=15),
    ]
    before = len(panels.sections(RequestFactory().get("/"), "a city"))
    for panel in registered:
        panels.register(panel)
    try:
        shown = [section.template for section in panels.sections(RequestFactory().get("/"), "a city")]
        own = {panel.template for panel in registered}
        assert [name for name in shown if name in own] == ["early.html", "late.html"]
        assert len(shown) == before + 2
    finally:
        for panel in registered:
            panels.unregister(panel.name)
