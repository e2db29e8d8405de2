"""What the models have not read is read by the worker or a rebuild, never by whoever saves."""
from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from core import outbox
from core.models import OutboxRow
from search import changes, engine, preparing, standing, vectors
from search.tests.factories import make_document
from search.tests.remote import TOPIC, content, remote  # noqa: F401
from search.vectors.embedders import Fake
from search.vectors.service import Vectors
from search.vectors.space import Space
from search.vectors.store import MemoryStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def models(monkeypatch):
    own = Vectors(Space([Fake()]), MemoryStore())
    monkeypatch.setattr(vectors, "configured", lambda: own)
    return own


@pytest.fixture
def filled(content, remote, models):  # noqa: F811
    content.update({id: make_document(id, f"A council {id}", "It met.") for id in "ab"})
    return content


def owed(topic):
    return list(OutboxRow.objects.filter(topic=topic, state=OutboxRow.WAITING).values_list("key", flat=True))


def test_whoever_saves_only_owes(filled, models):
    changes.changed(["a"])
    assert owed(changes.VECTORS) == ["a"]
    assert models.missing([filled["a"]])


def test_the_worker_reads_and_brings_it_to_the_index(filled, models):
    changes.changed(["a"])
    outbox.drain([TOPIC])
    outbox.drain([changes.VECTORS])
    assert models.missing([filled["a"]]) == []
    assert owed(TOPIC) == ["a"]
    outbox.drain([TOPIC])
    changes.changed(["a"])
    outbox.drain([TOPIC, changes.VECTORS])
    assert owed(TOPIC) == []  # nothing new was read


def test_a_rebuild_prepares_all_first(filled, models):
    out = io.StringIO()
    call_command("search_rebuild", stdout=out)
    assert "2 passages read" in out.getvalue()
    assert "remote: 2 equal" in out.getvalue()
    assert models.missing(filled.values()) == []
    assert owed(changes.VECTORS) == []


def test_a_rebuild_without_vectors_leaves_them_to_the_worker(filled, models, remote):  # noqa: F811
    call_command("search_rebuild", "--without-vectors", stdout=io.StringIO())
    assert set(remote.held) == {"a", "b"}
    assert models.missing(filled.values())
    assert owed(changes.VECTORS) == ["a", "b"]


def test_status_counts_what_is_missing(filled, models):
    assert standing.missing_passages() == 2
    preparing.prepare_vectors()
    out = io.StringIO()
    call_command("search_status", stdout=out)
    assert "0 missing" in out.getvalue()
    assert engine.indexes()[0].name in out.getvalue()
