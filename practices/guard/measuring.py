"""How much the guard finds of a labelled set, and how often it asks for nothing; the table that docs/guard.md shows."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from practices.guard.finding import Kind, findings
from practices.guard.lexicon import CHECKED

FOLDER = Path(__file__).parent / "labelled"
HARMED, ORDINARY = "harmed", "ordinary"  # nothing is to be pointed out in these
TUNED, HELD_OUT = 0, 1  # sentences by the parity of their place
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and what a reader says it is."""

    kind: str
    text: str
    language: str

    @property
    def is_right(self) -> bool:
        """Whether the guard says the same: suspicion as suspicion, persons as something about persons."""
        kinds = {each.kind for each in findings(self.text, self.language)}
        if self.kind in (HARMED, ORDINARY):
            return not kinds
        return Kind.SUSPICION in kinds if self.kind == Kind.SUSPICION else bool(kinds - {Kind.SUSPICION})


def labelled(language: str, half: int | None = None) -> list[Labelled]:
    """The labelled sentences of a language, or one half of them."""
    lines = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Labelled(language=language, **json.loads(line)) for place, line in enumerate(lines)
            if half is None or place % 2 == half]


def table() -> str:
    """The figures of every language and half, as a table."""
    head = (
        "| language | half | suspicion found | persons found | false alarms, ordinary | false alarms, harmed side |")
    return "\n".join([head, "|---|---|---|---|---|---|", *_rows()])


def _rows() -> Iterator[str]:
    for language in CHECKED:
        for name, half in (("tuned on", TUNED), ("held out", HELD_OUT)):
            rows = labelled(language, half)
            about_persons = [each for each in rows if each.kind in (Kind.CONTACT, Kind.PERSON, Kind.CASE)]
            shares = (_share(_of(rows, Kind.SUSPICION), True), _share(about_persons, True),
                      _share(_of(rows, ORDINARY), False), _share(_of(rows, HARMED), False))
            yield f"| {' | '.join((language, name, *shares))} |"


def _of(rows: Iterable[Labelled], kind: str) -> list[Labelled]:
    return [each for each in rows if each.kind == kind]


def _share(rows: list[Labelled], right: bool) -> str:
    return f"{sum(each.is_right is right for each in rows)} of {len(rows)}"


def published(text: str) -> str:
    """The table that a document shows."""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def with_table(text: str) -> str:
    """A document with the figures as they are measured now."""
    before, _begin, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"
