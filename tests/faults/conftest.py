"""The demonstration on a real Elasticsearch behind a proxy that can be told to fail, and a worker in hand."""
from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db.models import F

from core import outbox, periodic
from core.models import OutboxRow
from search import changes, engine, healing
from search.contract import SearchUnavailable
from search.engines.breaker import Breaker
from search.models import IndexState
from search.verifying import verify
from tests.faults.proxy import FaultProxy


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


class Worker:
    """What `manage.py worker` does, second by second of the test's own clock."""

    def __init__(self, clock):
        self._clock = clock
        self._schedule = periodic.Schedule(clock)

    def second(self):
        """One turn of the worker's loop and the pause after it."""
        for topic in outbox.topics():
            outbox.drain([topic])
        self._schedule.run(lambda: None)
        self._clock.now += 1.0
        OutboxRow.objects.update(due_at=F("due_at") - timedelta(seconds=1))

    def seconds(self, number):
        for _second in range(number):
            self.second()

    def until_clean(self, index, at_most=60):
        """How many seconds pass until the index holds what the database holds, and its mark says so."""
        for passed in range(at_most):
            self.second()
            if not outbox.lag(index.topic)[0] and _is_true(index):
                return passed
        raise AssertionError(f"not clean after {at_most} s: {list(verify(index).lines())}")


def _is_true(index):
    try:
        return index.engine.mark() == IndexState.of(index.name).mark != "" and not verify(index).differences
    except SearchUnavailable:
        return False


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def worker(clock):
    return Worker(clock)


@pytest.fixture
def proxy():
    own = FaultProxy(configured.ELASTICSEARCH_URL.split(",")[0])
    yield own
    own.stop()


@pytest.fixture
def elasticsearch(db, proxy, settings, clock, monkeypatch):
    """The index on Elasticsearch, reached through the proxy, under a name of its own; not filled yet."""
    direct = settings.ELASTICSEARCH_URL
    settings.SEARCH_INDEX_PREFIX = f"kbtest-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH_URL = proxy.url
    monkeypatch.setattr(healing, "_mended_in_vain", {})
    IndexState.objects.filter(pk=engine.ELASTICSEARCH).delete()
    OutboxRow.objects.all().delete()
    changes.register_topics()
    index = engine.indexes()[0]
    index.engine._breaker = Breaker(clock=clock)
    yield index
    proxy.stop()
    settings.ELASTICSEARCH_URL = direct
    engine.build(engine.ELASTICSEARCH).drop()
    engine._elasticsearch.cache_clear()
    OutboxRow.objects.all().delete()
