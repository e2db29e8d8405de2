"""Cells that a spreadsheet would take for a formula."""
from __future__ import annotations

from typing import TypeVar

Value = TypeVar("Value")
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(value: Value) -> Value | str:
    """The value; a text that begins like a formula, even after spaces, gets an apostrophe. Numbers stay numbers."""
    if isinstance(value, str) and (value.startswith(_BEGINNINGS) or value.lstrip().startswith(_BEGINNINGS)):
        return f"'{value}"
    return value
