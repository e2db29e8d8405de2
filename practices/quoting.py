"""What people wrote, inside a message whose language may run the other way."""
from __future__ import annotations

import unicodedata

from core import languages

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"  # a quotation keeps its own direction inside another


def quoted(text: str) -> str:
    """What a person wrote, each line in its own direction where that is not the message's."""
    own = languages.current().direction
    lines = text.strip().splitlines()
    return "\n".join(line if _direction(line) in ("", own) else isolated(line) for line in lines)


def isolated(text: str) -> str:
    """A quotation whose direction is decided by its own letters."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def _direction(text: str) -> str:
    """The direction of most letters of a text, empty where it has none."""
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    left, right = kinds.count("L"), kinds.count("R") + kinds.count("AL")
    return "" if not left + right else "rtl" if right > left else "ltr"
