"""Further sections of a city's page: apps above this one register them when they start."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cities.models import City

Context = Callable[[HttpRequest, City], Mapping[str, Any] | None]


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


def register(panel: Panel) -> Panel:
    """Add a section, or replace the one of the same name."""
    _panels[panel.name] = panel
    return panel


def unregister(name: str) -> None:
    """Take a section back (for tests)."""
    _panels.pop(name, None)


def sections(request: HttpRequest, city: City) -> list[Section]:
    """The sections that have something to show, in their order."""
    ordered = sorted(_panels.values(), key=lambda panel: (panel.order, panel.name))
    filled = [(panel, panel.context(request, city)) for panel in ordered]
    return [Section(panel.template, context) for panel, context in filled if context is not None]
