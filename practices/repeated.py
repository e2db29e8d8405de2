"""The parts of an entry that repeat, as rows of plain values: partners, outcomes, building blocks, sources, links.

A row keeps the id of its block, so that the evidence of an outcome and the address of a building block survive every
edit. Of a row only what the city has changed is written, and what an editor added beside it stays.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue

from practices.models import PracticePage

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Where the rows of an answer stand in a page, and which values of a block a city writes."""

    stream: str
    block: str
    names: tuple[str, ...]

    def holds(self, child: Any) -> bool:
        """Whether a block of the stream is a row; of the materials only addresses are, not uploaded files."""
        return self.stream != "materials" or not child.value.get("document")


REPEATED: dict[str, Repeated] = {
    "partners": Repeated("partners", "partner", ("name", "support")),
    "outcomes": Repeated("outcomes", "outcome", ("title", "text", "indicator", "baseline", "result", "source")),
    "building_blocks": Repeated("building_blocks", "block", ("title", "what", "enabling", "lesson")),
    "references": Repeated("references", "reference", ("title", "url", "archived_url")),
    "links": Repeated("materials", "material", ("title", "url", "language")),
}


def rows_of(page: PracticePage, name: str) -> list[dict[str, str]]:
    """The rows of an answer as they stand in a page."""
    kept = REPEATED[name]
    return [{"id": str(child.id), **{each: str(child.value.get(each) or "") for each in kept.names}}
            for child in getattr(page, kept.stream) if kept.holds(child)]


def write_rows(page: PracticePage, name: str, mine: Sequence[Row], base: Sequence[Row]) -> None:
    """Put rows into a page, which is not saved: what differs from `base` is the city's, the rest the page's."""
    kept = REPEATED[name]
    stream = getattr(page, kept.stream)
    there = {str(child.id): child for child in stream if kept.holds(child)}
    given, before = _by_id(filled(name, mine)), _by_id(base)
    others = [(child.block_type, child.value, child.id) for child in stream if not kept.holds(child)]
    wanted = [each for each in _order(list(there), list(given), list(before))
              if each in there or each not in before or given[each] != before[each]]
    blank = stream.stream_block.child_blocks[kept.block].get_default()
    set_stream(page, kept.stream, [*others, *(
        (kept.block, {**blank, **_value(kept, there.get(each), given.get(each), before.get(each, {}))}, each)
        for each in wanted)])


def set_stream(page: PracticePage, name: str, children: list[tuple[str, Any, str | None]]) -> None:
    """Give a stream of a page new blocks: name, value, and the id that a block keeps."""
    setattr(page, name, StreamValue(getattr(page, name).stream_block, children))


def filled(name: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that say anything."""
    return [row for row in rows if any(row.get(each) for each in REPEATED[name].names)]


def _by_id(rows: Sequence[Row]) -> dict[str, Row]:
    return {str(row["id"]): row for row in rows}


def _order(there: list[str], mine: list[str], base: list[str]) -> list[str]:
    """The city's order where it moved anything, else the page's with what is new behind; what it removed is gone."""
    untouched = [*(each for each in base if each in mine), *(each for each in mine if each not in base)]
    first = there if mine == untouched else mine
    gone = set(base) - set(mine)
    return [each for each in dict.fromkeys([*first, *there, *mine]) if each not in gone]


def _value(kept: Repeated, child: Any, mine: Row | None, base: Row) -> dict[str, Any]:
    value = dict(child.value) if child is not None else {}
    for name in kept.names if mine is not None else ():
        if child is None or mine[name] != base.get(name):  # type: ignore[index]
            value[name] = mine[name]  # type: ignore[index]
    return value
