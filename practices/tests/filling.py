"""A section of the full description as its page sends it, every field filled in."""
from __future__ import annotations

from practices import answers
from practices.desk.forms import FORMS
from practices.desk.rows import Rows

CHOSEN = {"cost_band": "under-10k", "scope": "city", "evaluation": "self", "stop_reason": "funding"}


def sent(question, kind, words):
    """What a page of a section sends, every field of it filled in."""
    data = {}
    for name in answers.fields_of(question, kind):
        field = FORMS[question].base_fields[name]
        if isinstance(field, Rows):
            for number in range(2):
                data |= {f"{name}-{number}-{part.name}": _cell(part, words, number) for part in field.parts}
        elif name in CHOSEN:
            data[name] = CHOSEN[name]
        elif name not in (*answers.ENTRIES, "cities"):
            data[name] = f"{words} {name}" if field.widget.__class__.__name__ == "TextInput" else (
                f"{words}\n\n- {name}\n- {words}")
    return data


def _cell(part, words, number):
    return {"url": f"https://town.example/{number}", "language": "zh"}.get(part.kind, f"{words} {part.name} {number}")
