"""What a person finds on their desk: apps above this one register panels, and say in the same words what waits.

A panel's template is shown with its context as `panel` and with nothing else but the token that forms need. Orders in
use: 10 what waits for the person, 20 their own work, 50 messages, 70 their cities, 90 the account.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

PAST, HERE, AHEAD = "past", "here", "ahead"


@dataclass(frozen=True, slots=True)
class Action:
    """A link that does something or leads on; `main` for the one that a view is about."""

    label: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a road: behind, here or ahead."""

    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work in a list (`components/job.html`).

    `title` is in `language` (public code) where a city said it, empty where the site says it. `meta` are short facts,
    `text` is a sentence, `steps` the road it is on; `due` marks what waits for the reader.
    """

    title: str
    url: str
    language: str = ""
    meta: Sequence[str] = ()
    text: str = ""
    steps: Sequence[Step] = ()
    actions: Sequence[Action] = ()
    due: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the desk; `name` is its place in the page's address, `count` stands beside it in the contents."""

    heading: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    count: int | None = None
    link: Action | None = None


Provider = Callable[[HttpRequest], Panel | None]
_providers: list[tuple[int, Provider]] = []


def register_panel(order: int, provider: Provider) -> None:
    """Add a panel for whoever is signed in; the provider gives None where this person needs none."""
    forget_panel(provider)
    _providers.append((order, provider))
    _providers.sort(key=lambda each: each[0])


def forget_panel(provider: Provider) -> None:
    """Take a panel back (for tests)."""
    _providers[:] = [each for each in _providers if each[1] != provider]


def panels(request: HttpRequest) -> list[Panel]:
    """What this person's desk holds, in order, each with a name of its own."""
    found = [panel for _order, provider in _providers if (panel := provider(request)) is not None]
    return [panel if panel.name else replace(panel, name=f"part-{number}") for number, panel in enumerate(found, 1)]


def road(labels: Sequence[str], at: int) -> tuple[Step, ...]:
    """The steps of a road for `components/track.html`, of which the reader's work has reached number `at`."""
    return tuple(
        Step(label, HERE if number == at else PAST if number < at else AHEAD) for number, label in enumerate(labels)
    )


def jobs_panel(heading: str, jobs: Sequence[Job], *, name: str, empty: str = "", link: Action | None = None) -> Panel:
    """A panel that lists pieces of work; `empty` is the sentence for a list without any."""
    return Panel(heading, "components/jobs.html", {"jobs": jobs, "empty": empty}, name, len(jobs), link)
