"""The engines that are measured, each with an index of its own that is gone afterwards."""
from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STOCK = (("default", "and"), ("default", "or"), ("elasticsearch", "or"), ("elasticsearch", "and"))


def without_vectors() -> Any:
    """What an engine takes where no model is there."""
    from search.vectors import Vectors
    from search.vectors.space import Space
    from search.vectors.store import MemoryStore

    return Vectors(Space([]), MemoryStore())


def models(names: str) -> list[Any]:
    """The models of short names separated by commas, as far as this machine has them."""
    from search.vectors.embedders import known

    return known([name.strip() for name in names.split(",")])


def vectors(names: str, file: Path) -> Any:
    """The vectors of these models, with a file that keeps what was computed."""
    from search.vectors import Vectors
    from search.vectors.space import Space
    from search.vectors.store import FileStore

    return Vectors(Space(models(names)), FileStore(file))


class Timed:
    """Vectors that note how long each question took to become one; everything else is passed on."""

    def __init__(self, vectors: Any) -> None:
        self._vectors = vectors
        self.spent = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._vectors, name)

    def question(self, text: str, languages: Any) -> Any:
        """The vector of a question, timed."""
        began = time.perf_counter()
        found = self._vectors.question(text, languages)
        self.spent += time.perf_counter() - began
        return found


def server() -> str:
    """The address of Elasticsearch; empty where none is configured."""
    from django.conf import settings

    return settings.ELASTICSEARCH_URL


@contextmanager
def folder() -> Iterator[Path]:
    """A place for index files."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as path:
        yield Path(path)


@contextmanager
def embedded(path: Path, vectors: Any) -> Iterator[Any]:
    """The embedded engine on a file that may hold an index already."""
    from search.engines.embedded import EmbeddedEngine
    from search.engines.embedded.connections import OwnFile

    file = OwnFile(path)
    try:
        yield EmbeddedEngine(file, vectors=vectors)
    finally:
        file.close()


@contextmanager
def elasticsearch(*several: Any) -> Iterator[tuple[Any, ...]]:
    """Engines on one index of a random name on the configured server, one for each of the vectors."""
    from search.engines.elasticsearch import ElasticsearchEngine

    prefix = f"bench-{uuid.uuid4().hex[:12]}"
    made = tuple(ElasticsearchEngine(url=server(), prefix=prefix, vectors=vectors) for vectors in several)
    try:
        yield made
    finally:
        made[0].drop()


@contextmanager
def stock() -> Iterator[list[Any]]:
    """Wagtail's backends with either operator; those of a server only where one is configured."""
    from bench.stock.engine import StockEngine

    made = [StockEngine(backend, operator) for backend, operator in STOCK if backend == "default" or server()]
    try:
        yield made
    finally:
        for engine in made:
            engine.drop()
