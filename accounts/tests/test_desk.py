"""Panels of the desk stand in their order, and each once."""
import pytest

from accounts import desk
from accounts.desk import Panel


@pytest.fixture
def only_own(monkeypatch):
    monkeypatch.setattr(desk, "_providers", [])


def test_panels_stand_in_their_order_and_those_with_nothing_are_left_out(only_own):
    desk.register_panel(50, lambda request: Panel("Second", "x.html"))
    desk.register_panel(70, lambda request: None)
    desk.register_panel(10, lambda request: Panel("First", "x.html", name="first"))
    found = desk.panels(None)
    assert [panel.heading for panel in found] == ["First", "Second"]
    assert [panel.name for panel in found] == ["first", "part-2"]


def test_a_provider_that_is_registered_twice_gives_one_panel(only_own):
    def provider(request):
        return Panel("One", "x.html")

    desk.register_panel(50, provider)
    desk.register_panel(10, provider)
    assert len(desk.panels(None)) == 1
    desk.forget_panel(provider)
    assert desk.panels(None) == []


@pytest.mark.parametrize(("at", "places"), [(0, "here ahead ahead"), (1, "past here ahead"), (2, "past past here")])
def test_a_road_has_one_place_where_the_reader_is(at, places):
    assert " ".join(step.place for step in desk.road(["Draft", "Submitted", "Published"], at)) == places
