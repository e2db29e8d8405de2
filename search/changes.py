"""How content tells search that something changed; nothing that writes ever waits for another server."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction

from core import outbox, stamps
from search import engine, sources, vectors
from search.contract import Document, DocumentRefused, SearchEngine, SearchUnavailable

VECTORS = "search.vectors"  # the models read what is new: slow, so it is done by the worker, after everything else
_held: ContextVar[dict[str, None] | None] = ContextVar("held_changes", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Collect the changes made inside and tell them once at the end, for a job that touches one thing many times."""
    if _held.get() is not None:
        yield
        return
    collected: dict[str, None] = {}
    token = _held.set(collected)
    try:
        yield
    finally:
        _held.reset(token)
    changed(collected)


@contextmanager
def told_once() -> Iterator[None]:
    """One transaction, and one telling of all that changed in it; nothing is told of what was rolled back."""
    with transaction.atomic(), held():
        yield


def changed(ids: Iterable[Any]) -> None:
    """Say that things with these ids were created, edited, withdrawn or deleted, or that their readers changed.

    Call it at the end of the change and inside its transaction: an index in the same database is brought up to date
    at once, for every other a row is written that is carried out after the commit.
    """
    keys = list(dict.fromkeys(str(id) for id in ids))
    if not keys:
        return
    if (collected := _held.get()) is not None:
        collected.update(dict.fromkeys(keys))
        return
    with transaction.atomic():
        _tell(keys)
        owe_vectors(keys)


def _tell(keys: Sequence[str]) -> None:
    for index in engine.indexes():
        if index.immediate:
            apply(index.engine, keys)
        else:
            outbox.put(index.topic, keys)


def owe_vectors(keys: Iterable[str]) -> None:
    """Let the models of this site, if any, read these documents when the worker has nothing else to do."""
    if vectors.configured().ready:
        outbox.put(VECTORS, keys)


def _read(keys: Sequence[str]) -> None:
    """Let the models read what they have not read, and bring it to the indexes."""
    documents = [document for key in keys if (document := sources.document(key))]
    read = [document.id for document in documents if vectors.configured().prepare([document])]
    with transaction.atomic():
        _tell(read)


def apply(target: SearchEngine, keys: Sequence[str]) -> None:
    """Bring documents of an engine to the present state of the database, whatever happened to them."""
    stamps.read_again()
    present: list[Document] = []
    gone: list[str] = []
    for key in keys:
        document = sources.document(key)
        if document is None:
            gone.append(key)
        else:
            present.append(document)
    if present:
        target.index(present)
    if gone:
        target.delete(gone)


def register_topics() -> None:
    """Name the consumer of every index that is not kept inside the content's own transaction, and of the models."""
    for index in engine.indexes():
        if not index.immediate:
            outbox.register(index.topic, partial(_consume, index.topic), on_commit=index.on_commit)
    outbox.register(VECTORS, _read, slow=True)


def _consume(topic: str, keys: Sequence[str]) -> None:
    for index in engine.indexes():
        if index.topic == topic:
            _apply_there(index.engine, keys)


def _apply_there(target: SearchEngine, keys: Sequence[str]) -> None:
    """Apply changes to another server, telling one that is away from a document that it will never take."""
    try:
        apply(target, keys)
    except DocumentRefused:
        raise
    except SearchUnavailable as error:
        raise outbox.Away(str(error)) from error


def hidden_from(user: Any, topic: str) -> frozenset[str]:
    """The ids whose change has not reached an index and that the reader may not see now.

    A withdrawal or restriction so takes effect at once, even while the index's server is away.
    """
    waiting = outbox.waiting(topic) if topic else []
    return frozenset(waiting) - sources.visible(waiting, user) if waiting else frozenset()
