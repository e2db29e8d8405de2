"""The small sign of evidence: five squares say how a result was measured, the sign inside says what was found."""
from __future__ import annotations

from functools import lru_cache

QUALITIES = ("account", "process", "before_after", "comparison", "randomised")
_STEP = 17
_SIGNS = {
    "favourable": "M4 9h10M9 4v10",
    "mixed": "M5 6h8M9 2.5v7M5 13.5h8",
    "no-change": "M4 7h10M4 11h10",
    "unfavourable": "M4 9h10",
}


def _frames(kind: str, skipped: int = -1) -> str:
    squares = (f"M{place * _STEP}.5 .5h15v17h-15z" for place in range(len(QUALITIES)) if place != skipped)
    return f'<path class="{kind}" d="{"".join(squares)}"/>'


@lru_cache(maxsize=64)
def squares(quality: str, direction: str) -> str:
    """The sign as SVG; five dashed squares where nothing was measured. The words always stand beside it."""
    head = '<svg viewBox="0 0 84 18" aria-hidden="true">'
    if quality not in QUALITIES or direction not in _SIGNS:
        return f"{head}{_frames('d')}</svg>"
    place = QUALITIES.index(quality)
    filled = f'<path d="M{place * _STEP} 0h16v18h-16z"/>'
    sign = f'<path class="s" transform="translate({place * _STEP - 1})" d="{_SIGNS[direction]}"/>'
    return f"{head}{_frames('o', place)}{filled}{sign}</svg>"
