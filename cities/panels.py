"""Further sections of the page of a city or a hub: apps above this one register them when they start."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cities.models import City

Context = Callable[[HttpRequest, Any], Mapping[str, Any] | None]  # of a city, or of a hub by its slug


@dataclass(frozen=True, slots=True)
class Panel:
    """A section: `context` gives what `template` is shown with as `panel`, or None to leave the section out."""

    name: str
    template: str
    context: Context
    order: int = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A panel that has something to show."""

    template: str
    panel: Mapping[str, Any]


_panels: dict[str, Panel] = {}
_of_hubs: dict[str, Panel] = {}


def register(panel: Panel) -> Panel:
    """Add a section, or replace the one of the same name."""
    _panels[panel.name] = panel
    return panel


def register_of_hub(panel: Panel) -> Panel:
    """The same for the pages of regional hubs."""
    _of_hubs[panel.name] = panel
    return panel


def unregister(name: str) -> None:
    """Take a section back (for tests)."""
    _panels.pop(name, None)
    _of_hubs.pop(name, None)


def sections(request: HttpRequest, city: City) -> list[Section]:
    """The sections of a city that have something to show, in their order."""
    return _filled(_panels, request, city)


def sections_of_hub(request: HttpRequest, slug: str) -> list[Section]:
    """The sections of a hub that have something to show, in their order."""
    return _filled(_of_hubs, request, slug)


def _filled(panels: Mapping[str, Panel], request: HttpRequest, place: Any) -> list[Section]:
    ordered = sorted(panels.values(), key=lambda panel: (panel.order, panel.name))
    filled = [(panel, panel.context(request, place)) for panel in ordered]
    return [Section(panel.template, context) for panel, context in filled if context is not None]
