"""Times as percentiles, and results as tables that a person can read."""
from __future__ import annotations

import math
import os
import platform
from collections.abc import Mapping, Sequence
from typing import Any

SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def percentiles(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile by nearest rank, one digit after the point."""
    ordered = sorted(times)
    if not ordered:
        return dict.fromkeys(SHARES, 0.0)
    return {name: round(ordered[max(math.ceil(len(ordered) * share) - 1, 0)], 1) for name, share in SHARES.items()}


def machine() -> dict[str, Any]:
    """What was measured on, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": os.cpu_count(), "memory_gb": round(memory), "python": platform.python_version()}


def table(title: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows with the same keys as a Markdown table; the keys of the first row are the columns."""
    if not rows:
        return ""
    columns = list(rows[0])
    lines = [columns, ["---"] * len(columns), *([_cell(row.get(name)) for name in columns] for row in rows)]
    return "\n".join([f"\n### {title}", "", *("| " + " | ".join(line) + " |" for line in lines)])


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return " / ".join(_cell(each) for each in value.values())
    return "" if value is None else str(value)
