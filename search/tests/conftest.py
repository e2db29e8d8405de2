"""Engines with an empty index, and a site whose only content is what a test declares."""
from __future__ import annotations

import contextlib
import uuid

import pytest
from django.conf import settings

from core import outbox
from search import changes, engine, facets, sources
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.connections import DjangoDatabase, OwnFile
from search.tests.factories import MemorySource

ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
ENGINES = [
    *(["database"] if ON_SQLITE else []),
    "file",
    pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
]


@contextlib.contextmanager
def empty_engine(name, folder, vectors=None):
    """An engine whose index holds nothing and is thrown away."""
    if name == "database":
        yield EmbeddedEngine(DjangoDatabase(), vectors)
    elif name == "file":
        file = OwnFile(folder / f"{uuid.uuid4().hex}.sqlite3")
        yield EmbeddedEngine(file, vectors)
        file.close()
    else:
        with engine.temporary_elasticsearch(vectors) as own:
            yield own


@pytest.fixture(params=ENGINES)
def index(request, db, tmp_path):
    """Each engine in its turn, with an empty index."""
    with empty_engine(request.param, tmp_path) as own:
        own.rebuild([], 0)
        yield own


@pytest.fixture
def bare_registries():
    """No content app takes part: only the facets that search has itself."""
    kept_sources, kept_facets = list(sources._sources), dict(facets._facets)
    sources._sources.clear()
    facets._facets.clear()
    facets.register_generic()
    yield
    sources._sources[:] = kept_sources
    facets._facets.clear()
    facets._facets.update(kept_facets)


@pytest.fixture
def site(bare_registries, db):
    """A function that fills the site with documents and gives their source."""
    source = sources.register(MemorySource())
    engines = [index.engine for index in engine.indexes()]

    def fill(*documents):
        source.held = {document.id: document for document in documents}
        for own in engines:
            own.rebuild(source.documents(), source.count())
        return source

    yield fill
    for own in engines:
        own.rebuild([], 0)


@pytest.fixture
def drained():
    """A function that carries out what waits for any index."""

    def drain():
        changes.register_topics()
        return outbox.drain([index.topic for index in engine.indexes() if index.topic])

    return drain
