"""What a reader typed, made harmless before anything looks at it."""
from __future__ import annotations

import unicodedata

MAX_CHARACTERS = 200
MAX_WORDS = 20
_READ_AT_MOST = 4 * MAX_CHARACTERS  # composing never shortens a text below a quarter
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = frozenset(_BIDI + "\ufeff\u200b\u2060\ufffe\uffff")


def normalise(text: str) -> str:
    """The text in NFC without control characters, lone surrogates or direction marks, at most 200 characters."""
    kept = "".join(_replacement(character) for character in text[: _READ_AT_MOST * 4])
    composed = unicodedata.normalize("NFC", " ".join(kept.split())[:_READ_AT_MOST])
    return composed[:MAX_CHARACTERS].strip()


def _replacement(character: str) -> str:
    """Controls separate words as a space does; what has no width, and half of a surrogate pair, goes."""
    if character in _INVISIBLE:
        return ""
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category in {"Cs", "Cn", "Co"} else character
