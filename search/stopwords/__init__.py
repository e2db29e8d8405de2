"""Words that say how a question is put, not what it is about; dropped from queries, never from the index."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=64)
def written(code: str) -> tuple[str, ...]:
    """The stop words of a content language as they are written; none for a language without a list."""
    file = _FOLDER / f"{code}.txt"
    return tuple(file.read_text(encoding="utf-8").split()) if file.is_file() else ()


@lru_cache(maxsize=64)
def phrases(code: str) -> tuple[str, ...]:
    """The stop words of a language without spaces, longest first, as they are cut out of a run of characters."""
    return tuple(sorted(written(code), key=len, reverse=True))
