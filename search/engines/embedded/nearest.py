"""The vectors of all passages in memory, and those of them that are nearest to a question."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.engines.embedded.schema import Tables
from search.ranking import FLOOR, NEAREST, floor
from search.vectors.embedders import Vector

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float32]
AT_ONCE = 2_000  # documents whose vectors are read in one query


@dataclass(frozen=True, slots=True)
class Near:
    """How near each document is by its nearest passage (0: none near enough), and which passage that is."""

    closeness: npt.NDArray[np.float64]
    best: dict[int, tuple[str, int]]  # language and place of the passage, by the place of the document


@dataclass(frozen=True, slots=True)
class Passages:
    """Passages in the order of their documents' stamps; `space` names the models that made the vectors."""

    space: str
    stamp: Numbers  # of the document of each passage
    places: tuple[tuple[str, int], ...]
    matrix: Matrix

    def changed(self, raw: sqlite3.Connection, tables: Tables, stamps: Numbers, space: str) -> Passages:
        """The passages of the documents that are there now; only those that are new are read."""
        held = self if self.space == space else NOTHING
        kept = np.isin(held.stamp, stamps)
        fresh = np.setdiff1d(stamps, held.stamp)
        stamp, places, matrices = [held.stamp[kept]], _those(held.places, kept), [held.matrix[kept]]
        for start in range(0, len(fresh), AT_ONCE):
            for number, written, blob in _read(raw, tables, fresh[start : start + AT_ONCE]):
                own = [(str(language), int(place)) for language, place in json.loads(written)]
                vectors = np.frombuffer(blob, dtype=np.float16).reshape(len(own), -1)
                stamp.append(np.full(len(own), number, dtype=np.int64))
                places += own
                matrices.append(vectors.astype(np.float32))
        matrices = [matrix for matrix in matrices if len(matrix)]
        matrix = np.concatenate(matrices) if matrices else NOTHING.matrix
        return Passages(space, np.concatenate(stamp), tuple(places), matrix)

    def owners(self, stamps: Numbers) -> Numbers:
        """For each passage the place of its document among these stamps."""
        order = np.argsort(stamps)
        return order[np.searchsorted(stamps, self.stamp, sorter=order)] if len(self.stamp) else self.stamp

    def near(self, question: Vector, owner: Numbers, wanted: Flags, elsewhere: float) -> Near:
        """The wanted documents with a passage above the floor, among the nearest ones.

        `owner` is the place of each passage's document, `wanted` says which documents count, `elsewhere` how near
        the question lies to other subjects.
        """
        closeness = np.zeros(len(wanted), dtype=np.float64)
        if not len(self.stamp) or self.matrix.shape[1] != len(question):
            return Near(closeness, {})
        scores = self.matrix @ question
        seen = np.flatnonzero((scores >= FLOOR) & wanted[owner])
        if not len(seen):
            return Near(closeness, {})
        kept = seen[scores[seen] >= floor(float(scores[seen].max()), elsewhere)]
        if len(kept) > NEAREST:
            kept = kept[np.argpartition(-scores[kept], NEAREST)[:NEAREST]]
        best: dict[int, tuple[str, int]] = {}
        for place in kept[np.argsort(-scores[kept], kind="stable")]:
            document = int(owner[place])
            if document not in best:
                best[document] = self.places[place]
                closeness[document] = float(scores[place])
        return Near(closeness, best)

    def centre(self, stamp: int, first: int) -> Vector | None:
        """What a document is about: the mean of its first passages, as a unit; None without vectors."""
        rows = self.matrix[np.flatnonzero(self.stamp == stamp)]
        if not len(rows):
            return None
        mean = rows[:first].mean(axis=0)
        length = float(np.linalg.norm(mean))
        return mean / np.float32(length) if length else None


NOTHING = Passages("", np.zeros(0, np.int64), (), np.zeros((0, 0), np.float32))


def _those(places: Sequence[tuple[str, int]], kept: Flags) -> list[tuple[str, int]]:
    return list(places) if kept.all() else [place for place, stays in zip(places, kept.tolist(), strict=True) if stays]


def _read(raw: sqlite3.Connection, tables: Tables, stamps: Numbers) -> list[tuple[int, str, bytes]]:
    return raw.execute(
        f"SELECT stamp, places, vectors FROM {tables.name('meaning')} WHERE stamp IN (SELECT value FROM json_each(?))",
        (json.dumps(stamps.tolist()),),
    ).fetchall()
