"""The parts of a practice's text in reading order, for pages, search and plain-text uses."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.richtext import plain
from practices.models import PracticePage

NAMING = ("organisation", "unit")  # fields that can give a withheld city away
RICH = (
    "took_part", "situation", "objectives", "activities", "mechanism", "challenges", "harms_seen", "concerns", "rights",
    "fit", "enabling", "sustainability", "legal_mandate", "adaptation", "advice_do", "advice_avoid", "advice_depends",
)
LESSON = ("lesson_when", "lesson_do", "lesson_because")
STREAMS = ("outcomes", "building_blocks")
SOURCE = "source"  # of an outcome: what is cited can give a withheld city away


def plain_sections(page: PracticePage, *, withheld: bool = False) -> Iterator[str]:
    """The words of a page, section by section, without title and summary and without what must be withheld."""
    if not withheld:
        yield from (getattr(page, name) for name in NAMING)
        yield from _stream(page.partners)
    for name in RICH:
        yield plain(getattr(page, name, ""))
    for name in STREAMS:
        yield from _stream(getattr(page, name), but=SOURCE if withheld else "")
    for name in LESSON:
        yield getattr(page, name)


def body(page: PracticePage, *, withheld: bool = False) -> str:
    """All sections as one plain text, a blank line between them."""
    return "\n\n".join(part for part in plain_sections(page, withheld=withheld) if part)


def _stream(stream: Any, *, but: str = "") -> Iterator[str]:
    for child in stream:
        yield "\n".join(str(value) for name, value in child.value.items()
                        if isinstance(value, str) and value and name != but)
