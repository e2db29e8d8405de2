"""Synonyms per language that editors keep; they take effect with the next question, without a rebuild."""
from __future__ import annotations

from collections.abc import Sequence

from search.models.synonyms import TABLE


def groups() -> Sequence[tuple[str, tuple[str, ...]]]:
    """Each group as its public language code and its words, from memory; no query of its own."""
    return TABLE.get()
