"""Which files belong to practices that a reader may see."""
from __future__ import annotations


def register() -> None:
    """Take part in the decision about files."""
