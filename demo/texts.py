"""From a text of the demo content to the fields of a page."""
from __future__ import annotations

import json
import uuid
from typing import Any

from core.richtext import from_paragraphs
from practices.choices import Kind

PLAIN = ("title", "summary", "organisation", "unit", "lesson_when", "lesson_do", "lesson_because")
RICH = (
    "situation", "objectives", "activities", "mechanism", "challenges", "harms_seen", "concerns", "rights", "fit",
    "enabling", "sustainability",
)
ADVICE = {"advice_do": "do", "advice_avoid": "avoid", "advice_depends": "depends"}
STREAMS = (
    ("partners", "partner", "partners", ("name", "support")),
    ("outcomes", "outcome", "outcomes", ("title", "text", "indicator", "baseline", "result")),
    ("building_blocks", "block", "blocks", ("title", "what", "enabling", "lesson")),
)


def block_id(entry_id: str, field: str, number: int) -> str:
    """The id of a block: the same in every language, as translating needs it."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{entry_id}/{field}/{number}"))


def fields_of(entry_id: str, kind: str, text: dict[str, Any]) -> dict[str, Any]:
    """The translatable fields of a page from one text."""
    fields: dict[str, Any] = {name: text.get(name, "") for name in PLAIN}
    fields |= {name: from_paragraphs(text.get(name, "")) for name in RICH}
    for field, block, key, parts in STREAMS:
        fields[field] = json.dumps([
            {"type": block, "id": block_id(entry_id, field, number),
             "value": {part: value.get(part, "") for part in parts}}
            for number, value in enumerate(text.get(key) or [])
        ])
    if kind == Kind.LESSON_LEARNED:
        fields |= {name: _list(text.get(key) or []) for name, key in ADVICE.items()}
    return fields


def _list(lines: list[str]) -> str:
    return from_paragraphs("\n".join(f"- {line}" for line in lines))


def references_of(entry_id: str, references: list[dict[str, str]]) -> str:
    """The sources of a practice as stream data."""
    return json.dumps([
        {"type": "reference", "id": block_id(entry_id, "references", number),
         "value": {"title": item["title"][:300], "url": item["url"], "language": item.get("language", "")}}
        for number, item in enumerate(references)
    ])
