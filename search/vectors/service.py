"""The vectors of documents and questions, as engines use them."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from search.contract import Document
from search.passages import Passage, passages_of
from search.vectors.embedders import Vector, known
from search.vectors.space import Space
from search.vectors.store import DatabaseStore, Store, key_of

KEPT_QUESTIONS = 500


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage of a document with its vector."""

    passage: Passage
    vector: Vector


class Vectors:
    """A space of models with a store; `ready` is false where no model is there and search is lexical."""

    def __init__(self, space: Space, store: Store) -> None:
        self.space = space
        self._store = store
        self._question = lru_cache(maxsize=KEPT_QUESTIONS)(space.question)

    @property
    def ready(self) -> bool:
        """Whether there is any model."""
        return bool(self.space)

    @property
    def name(self) -> str:
        """The models, as an index notes what its vectors were made with."""
        return self.space.name

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return self.space.size

    def question(self, text: str, languages: Sequence[str]) -> Vector | None:
        """The vector of what a reader asks, read in some languages (public codes); None without any model."""
        return self._question(text, tuple(languages)) if self.ready and text else None

    def elsewhere(self, question: Vector) -> float:
        """How near a question lies to a subject that no record of practices is about."""
        return self.space.elsewhere(question)

    def of(self, document: Document) -> list[Placed]:
        """The passages of a document whose vectors the store knows; nothing is computed here."""
        if not self.ready:
            return []
        passages = _passages([document])
        known_vectors = self._store.get([key for passage in passages for key in self._keys(passage)])
        placed = []
        for passage in passages:
            raw = [known_vectors.get(key) for key in self._keys(passage)]
            there = [vector for vector in raw if vector is not None]
            if len(there) == len(raw):
                placed.append(Placed(passage, self.space.passage(there, passage.language)))
        return placed

    def missing(self, documents: Iterable[Document]) -> list[Passage]:
        """The passages that some model has not read yet."""
        if not self.ready:
            return []
        passages = _passages(documents)
        held = self._store.get([key for passage in passages for key in self._keys(passage)])
        return [passage for passage in passages if any(key not in held for key in self._keys(passage))]

    def prepare(self, documents: Iterable[Document], told: Callable[[int], None] | None = None) -> int:
        """Let the models read what they have not read; slow, so never in a request. The number of passages."""
        passages = self.missing(documents)
        for done, passage in enumerate(passages, 1):
            self._store.put({
                key_of(embedder.name, passage.read): embedder.passage(passage.read)
                for embedder in self.space.embedders
            })  # fmt: skip
            if told:
                told(done)
        return len(passages)

    def keys(self, document: Document) -> list[str]:
        """Under what the store keeps everything that the models make of a document."""
        return [key for passage in _passages([document]) for key in self._keys(passage)]

    def _keys(self, passage: Passage) -> list[str]:
        return [key_of(embedder.name, passage.read) for embedder in self.space.embedders]


def _passages(documents: Iterable[Document]) -> list[Passage]:
    return [passage for document in documents for text in document.texts for passage in passages_of(text)]


def configured() -> Vectors:
    """The vectors of this site, by SEARCH_VECTORS: short names of models, or `none`."""
    return _configured(settings.SEARCH_VECTORS)


@lru_cache(maxsize=4)
def _configured(names: str) -> Vectors:
    return Vectors(Space(known([name.strip() for name in names.split(",")])), DatabaseStore())
