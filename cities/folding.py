"""One form for all spellings of a name that a reader would call the same: no case, accents, hamza, punctuation."""
from __future__ import annotations

import re
import unicodedata

_SPECIAL = str.maketrans({
    "ø": "o", "œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ٱ": "ا", "ـ": "",
})
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʿʾ]")
_NOT_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The compared form of a name; empty for text without a letter or digit."""
    return folded_text(text)[:160]


def folded_text(text: str) -> str:
    """The same of a text of any length."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered.translate(_SPECIAL))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    spaced = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", bare.translate(_SPECIAL)))
    return " ".join(spaced.split())
