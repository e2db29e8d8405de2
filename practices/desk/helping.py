"""What would help readers most: a figure for the authors, and the sections that are worth the next half hour."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from practices import answers, extent
from practices.choices import PROPOSABLE_STATES
from practices.desk.answering import kind_of
from practices.desk.questions import ALL, Asked
from practices.desk.showing import Told
from practices.models import Draft


@dataclass(frozen=True, slots=True)
class Help:
    """A section, and why somebody would thank for it."""

    asked: Asked
    why: Any


def about(draft: Draft, rows: Sequence[Told]) -> dict[str, Any]:
    """What the page of an entry says about its full description."""
    found = extent.of_answers(draft.answers, kind_of(draft))
    sections = set(answers.SECTIONS)
    return {
        "completeness": found,
        "most_useful": [Help(ALL[each], extent.WHY[each]) for each in found.most_useful],
        "snapshot": [row for row in rows if row.asked.code not in sections],
        "sections": [row for row in rows if row.asked.code in sections],
        "proposal": draft.practice.state in PROPOSABLE_STATES,
    }
