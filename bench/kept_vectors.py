"""Vectors that are computed once and kept in a file, for measuring the same documents again."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bench import engines


@contextmanager
def kept(names: str, file: Path | None) -> Iterator[Any]:
    """The vectors of these models, with what a file holds; what was added is written back."""
    from search.vectors import Vectors
    from search.vectors.space import Space
    from search.vectors.store import MemoryStore, write_file

    store = MemoryStore()
    if file and file.exists():
        store.put(_read(file))
    before = len(store._held)
    yield Vectors(Space(engines.models(names)), store)
    if file and len(store._held) > before:
        write_file(file, store._held)


def _read(file: Path) -> dict[str, Any]:
    """What `write_file` wrote."""
    found: dict[str, Any] = {}
    with np.load(file) as held:
        for size in held["sizes"]:
            keys = (bytes(raw).hex() for raw in held[f"keys_{size}"])
            found |= zip(keys, held[f"vectors_{size}"].astype(np.float32), strict=True)
    return found
