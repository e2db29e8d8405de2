"""Several models as one vector: each centred, made a unit, weighted, laid side by side.

The inner product of two such vectors is the weighted sum of the models' cosines. What is subtracted is the mean of
each language's passages, because raw multilingual vectors lie near their own language (Libovický, Rosa and Fraser
2020); questions have a mean of their own, one for all languages. The means ship with the site (`means/`), so that a
vector never depends on what else an index holds; `docs/decisions` says what that costs.
"""
from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from search.vectors.embedders import Embedder, Matrix, Vector

MEANS = Path(__file__).parent / "means"
WEIGHTS: Mapping[str, float] = {"e5-small-q4-0.3": 0.7, "use-m3-0.2": 0.3}
UNSURE = 0.06  # what a subject elsewhere is held further away for a question that not every model understands
QUESTIONS, ANY, ELSEWHERE = "questions", "any", "elsewhere"


class Space:
    """The models of a site as one; without any it is empty and false."""

    def __init__(self, embedders: Sequence[Embedder]) -> None:
        self.embedders = tuple(embedders)
        self.name = "+".join(_named(embedder) for embedder in self.embedders)
        self.size = sum(embedder.size for embedder in self.embedders)
        total = sum(WEIGHTS.get(embedder.name, 1.0) for embedder in self.embedders)
        self._shares = [WEIGHTS.get(embedder.name, 1.0) / total for embedder in self.embedders]

    def __bool__(self) -> bool:
        return bool(self.embedders)

    def question(self, text: str, languages: Sequence[str]) -> Vector:
        """What a reader asks, in the languages (public codes) it may be in."""
        parts = [
            _centred(embedder.question(text), _mean(embedder, QUESTIONS)) if _speaks(embedder, languages) else None
            for embedder in self.embedders
        ]
        return self._joined(parts)

    def passage(self, raw: Sequence[Vector], language: str) -> Vector:
        """A passage in a language, from what each model made of it."""
        parts = [
            _centred(vector, _mean(embedder, language)) if _speaks(embedder, [language]) else None
            for embedder, vector in zip(self.embedders, raw, strict=True)
        ]
        return self._joined(parts)

    def elsewhere(self, question: Vector) -> float:
        """How near a question lies to a subject that no record of practices is about; -1 where none is known.

        It counts for less where a model does not know the question's language: the others alone see less well.
        """
        if not len(self._subjects):
            return -1.0
        near = float((self._subjects @ question).max())
        return near if self._whole(question) else near - UNSURE

    def _whole(self, question: Vector) -> bool:
        """Whether every model took part in a vector."""
        ends = np.cumsum([embedder.size for embedder in self.embedders])
        return all(part.any() for part in np.split(question, ends[:-1]))

    @cached_property
    def _subjects(self) -> Matrix:
        known = [_means(embedder.name).get(ELSEWHERE) for embedder in self.embedders]
        there = [raw for raw in known if raw is not None]
        if not there or len(there) < len(known):
            return np.zeros((0, self.size), dtype=np.float32)
        return np.stack([self.passage(row, "en") for row in zip(*there, strict=True)])

    def _joined(self, parts: Sequence[Vector | None]) -> Vector:
        """A unit vector; a model that does not know the language is left out of the sum."""
        shares = [share if part is not None else 0.0 for part, share in zip(parts, self._shares, strict=True)]
        total = sum(shares) or 1.0
        return np.concatenate([
            np.zeros(embedder.size, dtype=np.float32) if part is None else part * np.float32((share / total) ** 0.5)
            for part, share, embedder in zip(parts, shares, self.embedders, strict=True)
        ])  # fmt: skip


def _named(embedder: Embedder) -> str:
    """A model with its means: vectors of other means are not comparable."""
    path = MEANS / f"{embedder.name}.npz"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:6] if path.exists() else "plain"
    return f"{embedder.name}/{digest}"


def _speaks(embedder: Embedder, languages: Sequence[str]) -> bool:
    return embedder.languages is None or any(code in embedder.languages for code in languages)


def _centred(vector: Vector, mean: Vector) -> Vector:
    moved = vector - mean
    length = float(np.linalg.norm(moved))
    return moved / np.float32(length) if length else moved


def _mean(embedder: Embedder, name: str) -> Vector:
    means = _means(embedder.name)
    found = means.get(name, means.get(ANY))
    return np.zeros(embedder.size, dtype=np.float32) if found is None else found


@lru_cache(maxsize=8)
def _means(model: str) -> Mapping[str, Vector]:
    """The shipped means of a model by language; nothing for a model that has none."""
    path = MEANS / f"{model}.npz"
    if not path.exists():
        return {}
    with np.load(path) as held:
        return {name: held[name].astype(np.float32) for name in held.files}
