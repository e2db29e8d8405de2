"""How search stands, for operators and editors: engines, counts, what waits, vectors, analysers, last comparison."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from core import languages, outbox
from core.models import OutboxRow
from search import changes, engine, preparing, sources, vectors
from search.contract import Progress, Status
from search.engines import mapping
from search.models import Embedding, IndexState

PLAIN_WORDS, PAIRS = "words as they stand", "pairs of neighbouring signs"
_IN_PAIRS = ("zh", "ja")


@dataclass(frozen=True, slots=True)
class Standing:
    """One index: whether it answers first, what its engine says, what waits for it, how it was compared last."""

    index: engine.Index
    answers: bool
    status: Status
    waiting: int
    oldest: timedelta
    dead: int
    state: IndexState


def standings() -> list[Standing]:
    """Every index in the order in which they are asked."""
    return [_standing(index, place == 0) for place, index in enumerate(engine.indexes())]


def _standing(index: engine.Index, answers: bool) -> Standing:
    waiting, oldest = outbox.lag(index.topic) if index.topic else (0, timedelta())
    dead = OutboxRow.objects.filter(topic=index.topic, state=OutboxRow.DEAD).count() if index.topic else 0
    return Standing(index, answers, index.engine.status(), waiting, oldest, dead, IndexState.of(index.name))


@dataclass(frozen=True, slots=True)
class Meaning:
    """The models, how many passages they have read, and how many documents wait for them."""

    models: str
    held: int
    waiting: int


def meaning() -> Meaning | None:
    """What compares meanings; None where words alone do."""
    models = vectors.configured()
    if not models.ready:
        return None
    return Meaning(models.name, Embedding.objects.count() // len(models.space.embedders),
                   outbox.lag(changes.VECTORS)[0])


def missing_passages(told: Progress | None = None) -> int:
    """How many passages the models have not read, counted one by one."""
    missing, done, total = 0, 0, sources.total()
    for batch in preparing.batches(sources.documents()):
        missing += len(vectors.configured().missing(batch))
        done += len(batch)
        if told:
            told(done, total)
    return missing


def analysers(name: str) -> Mapping[str, str]:
    """How an engine reads each language, by the language's own name."""
    return {each.name: _analyser(name, each) for each in languages.ALL}


def _analyser(name: str, language: languages.Language) -> str:
    if name == engine.ELASTICSEARCH:
        return mapping.analyser(language.public)
    if language.public in _IN_PAIRS:
        return PAIRS
    return f"Snowball {language.stemmer}" if language.stemmer else PLAIN_WORDS
