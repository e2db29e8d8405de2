"""Practices, questions and vectors that are made up, the same on every run."""
from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "demo/content/practices"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
FACETS = {"form": 10, "level": 3, "country": 110, "region": 22, "year": 35}
START = datetime(2020, 1, 1, tzinfo=UTC)
DEMO_SIZED, SHORT = 25, 2  # sentences of a body: a text of the demonstration has 365 words on average
MEMBERS_ONLY = 10  # every tenth practice is hidden from the visitor who asks
CENTRES = 120  # subjects that the made-up meanings lie around
NOISES = 4_096
SPREAD = 1.2  # how far from its subject a passage lies, beside the subject's own length: a cosine of about 0.64

Pool = dict[str, list[str]]


def sentences() -> Pool:
    """The sentences of the demo content by language."""
    found: Pool = {code: [] for code in LANGUAGES}
    for path in sorted(CONTENT.glob("*.json")):
        for code, text in json.loads(path.read_text(encoding="utf-8"))["texts"].items():
            for value in text.values() if code in found else ():
                if isinstance(value, str):
                    parts = value.replace("。", ". ").split(". ")
                    found[code] += [part.strip() for part in parts if len(part) > 20]
    return {code: own for code, own in found.items() if own}


def documents(count: int, pool: Pool, length: int = DEMO_SIZED) -> Iterator[Any]:
    """Practices of shuffled sentences, each in one to three languages."""
    from search.contract import Document, Text

    chance = random.Random(1)
    for number in range(count):
        texts = tuple(
            Text(code, chance.choice(pool[code])[:90], chance.choice(pool[code]),
                 ". ".join(chance.choices(pool[code], k=length)))
            for code in chance.sample(sorted(pool), chance.randint(1, 3))
        )  # fmt: skip
        facets = {name: (str(chance.randrange(size)),) for name, size in FACETS.items()}
        yield Document(
            str(number), "programme", 1, texts, START + timedelta(hours=number), texts[0].language, facets=facets,
            audience=frozenset({"public" if number % MEMBERS_ONLY else "member"}),
        )  # fmt: skip


def questions(count: int, pool: Pool, seed: int = 2) -> list[Any]:
    """A visitor's requests of two to four neighbouring words, every third with a filter, five facets counted."""
    from search.contract import Request
    from search.normalise import normalise

    chance = random.Random(seed)
    found = []
    for number in range(count):
        code = chance.choice(sorted(pool))
        words = chance.choice(pool[code]).split()
        start = chance.randrange(max(1, len(words) - 3))
        filters = {"level": (str(chance.randrange(3)),)} if number % 3 == 0 else {}
        text = normalise(" ".join(words[start : start + chance.randint(2, 4)])[:60])
        found.append(Request(q=text, ui=code, filters=filters, facets=tuple(FACETS)))
    return found


class MadeUpStore:
    """Vectors of passages that no model read: each lies around the meaning of one real sentence.

    A hundred thousand practices would take a day to read. What matters to the time of a search is how many vectors
    there are, how large, and that a question has near and far ones among them.
    """

    def __init__(self, embedders: Any, pool: Pool, passages: int) -> None:
        chance = random.Random(3)
        texts = [chance.choice(pool[chance.choice(sorted(pool))]) for _ in range(CENTRES)]
        noise = np.random.default_rng(4)
        self._embedders, self._passages = embedders, passages
        self._centres, self._noises = {}, {}
        for embedder in embedders:
            centres = np.stack([embedder.passage(text) for text in texts])
            lengths = np.linalg.norm(centres - centres.mean(axis=0), axis=1).mean()
            random_ones = noise.standard_normal((NOISES, embedder.size)).astype(np.float32)
            random_ones *= SPREAD * lengths / np.linalg.norm(random_ones, axis=1, keepdims=True)
            self._centres[embedder.name], self._noises[embedder.name] = centres, random_ones
        self._known: dict[str, tuple[str, int]] = {}

    def with_vectors(self, made: Iterator[Any]) -> Iterator[Any]:
        """The same documents; the first passages of each text have vectors from now on."""
        from search.passages import passages_of
        from search.vectors.store import key_of

        for document in made:
            for text in document.texts:
                for passage in passages_of(text)[: self._passages]:
                    for embedder in self._embedders:
                        seed = int(key_of("", passage.read)[:12], 16)
                        self._known[key_of(embedder.name, passage.read)] = (embedder.name, seed)
            yield document

    def get(self, keys: Any) -> dict[str, Any]:
        """Those of the keys that are known."""
        return {key: self._vector(*self._known[key]) for key in keys if key in self._known}

    def put(self, vectors: Any) -> None:
        """Nothing is kept: there is nothing to read."""

    def __len__(self) -> int:
        return len(self._known) // max(len(self._embedders), 1)

    def _vector(self, model: str, seed: int) -> Any:
        return self._centres[model][seed % CENTRES] + self._noises[model][(seed // CENTRES) % NOISES]
