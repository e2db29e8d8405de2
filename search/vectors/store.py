"""What models made of passages, kept by a hash of model and text, so that no text is read twice."""
from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from search.vectors.embedders import Vector

CHUNK = 500


def key_of(model: str, text: str) -> str:
    """The key of a text as a model read it."""
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


class Store(Protocol):
    """Keeps vectors by key."""

    def get(self, keys: Sequence[str]) -> dict[str, Vector]:
        """Those of the keys that are known."""

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors; one that is known already stays."""


class MemoryStore:
    """For measuring and tests: as long as the process."""

    def __init__(self) -> None:
        self._held: dict[str, Vector] = {}

    def get(self, keys: Sequence[str]) -> dict[str, Vector]:
        """Those of the keys that are known."""
        return {key: self._held[key] for key in keys if key in self._held}

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors."""
        self._held.update(vectors)


class FileStore:
    """In a file of its own, for measuring: nothing is left in the site's database, and nothing is read twice."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS held (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")

    def get(self, keys: Sequence[str]) -> dict[str, Vector]:
        """Those of the keys that are known."""
        sql = "SELECT key, vector FROM held WHERE key IN (SELECT value FROM json_each(?))"
        return {key: unpacked(raw) for key, raw in self._file.execute(sql, (json.dumps(list(keys)),))}

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors."""
        rows = [(key, packed(vector)) for key, vector in vectors.items()]
        self._file.executemany("INSERT OR IGNORE INTO held VALUES (?, ?)", rows)


class DatabaseStore:
    """In the content's database, two bytes a number."""

    def get(self, keys: Sequence[str]) -> dict[str, Vector]:
        """Those of the keys that are known."""
        from search.models import Embedding

        found: dict[str, Vector] = {}
        for chunk in _chunks(keys):
            for key, raw in Embedding.objects.filter(key__in=chunk).values_list("key", "vector"):
                found[key] = unpacked(raw)
        return found

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors; one that is known already stays."""
        from search.models import Embedding

        rows = [Embedding(key=key, vector=packed(vector)) for key, vector in vectors.items()]
        Embedding.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)

    def fill(self, path: Path) -> int:
        """Take in the vectors of a file, as the demo content ships them; the number of vectors."""
        if not path.exists():
            return 0
        with np.load(path) as held:
            taken = 0
            for size in held["sizes"]:
                keys = [raw.tobytes().hex() for raw in held[f"keys_{size}"]]
                self.put(dict(zip(keys, held[f"vectors_{size}"].astype(np.float32), strict=True)))
                taken += len(keys)
        return taken


def write_file(path: Path, vectors: Mapping[str, Vector]) -> None:
    """Write vectors to a file that `DatabaseStore.fill` reads."""
    by_size: dict[int, list[str]] = {}
    for key in sorted(vectors):
        by_size.setdefault(len(vectors[key]), []).append(key)
    arrays: dict[str, Any] = {"sizes": np.array(sorted(by_size), dtype=np.int64)}
    for size, keys in by_size.items():
        arrays[f"keys_{size}"] = np.array([list(bytes.fromhex(key)) for key in keys], dtype=np.uint8)
        arrays[f"vectors_{size}"] = np.stack([vectors[key] for key in keys]).astype(np.float16)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def packed(vector: Vector) -> bytes:
    """A vector as it is stored."""
    return vector.astype(np.float16).tobytes()


def unpacked(raw: bytes | memoryview) -> Vector:
    """A stored vector."""
    return np.frombuffer(bytes(raw), dtype=np.float16).astype(np.float32)


def _chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
