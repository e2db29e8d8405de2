"""Population bands: figures mix cities and metropolitan areas, so no exact number is shown."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

BANDS: tuple[tuple[int, str, Any], ...] = (
    (50_000, "under-50k", _("under 50,000 inhabitants")),
    (250_000, "50k-250k", _("50,000 to 250,000 inhabitants")),
    (1_000_000, "250k-1m", _("250,000 to 1 million inhabitants")),
    (5_000_000, "1m-5m", _("1 to 5 million inhabitants")),
)
LARGEST = ("over-5m", _("over 5 million inhabitants"))


def band(population: int | None) -> tuple[str, Any]:
    """Code and label of the band that a population lies in; both empty when it is not known."""
    if not population:
        return "", ""
    for limit, code, label in BANDS:
        if population < limit:
            return code, label
    return LARGEST
