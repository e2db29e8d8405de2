"""An engine in memory that can be away, lose what it holds and come back as an older copy of itself."""
from __future__ import annotations

import copy
from contextlib import contextmanager

import pytest

from core import outbox
from search import changes, engine
from search.contract import Entry, SearchUnavailable, Status
from search.sealing import seal

TOPIC = "search.remote"


class Remote:
    """Written only by the outbox, as a server is."""

    name = "remote"

    def __init__(self):
        self.held, self.noted, self.away, self.calls = {}, "", False, []

    def _reached(self, call):
        self.calls.append(call)
        if self.away:
            raise SearchUnavailable("refused")

    def index(self, documents):
        self._reached("index")
        newer = [each for each in documents if each.id not in self.held or self.held[each.id].version <= each.version]
        self.held.update({each.id: each for each in newer})
        return len(newer)

    def delete(self, ids):
        self._reached("delete")
        for id in ids:
            self.held.pop(id, None)

    def rebuild(self, documents, total, progress=None):
        self._reached("rebuild")
        self.held, self.noted = {each.id: each for each in documents}, ""
        return len(self.held)

    def tidy(self):
        self._reached("tidy")

    def entries(self):
        self._reached("entries")
        for id, document in sorted(self.held.items()):
            yield Entry(id, document.version, seal(document))

    def mark(self):
        self._reached("mark")
        return self.noted

    def set_mark(self, value):
        self._reached("set_mark")
        self.noted = value

    def status(self):
        return Status(self.name, not self.away, len(self.held))

    def copied(self):
        """What a copy of its disk would hold."""
        return copy.copy(self.held), self.noted

    def restore(self, copied):
        """The disk is what it was."""
        self.held, self.noted = copy.copy(copied[0]), copied[1]


@contextmanager
def only_index(monkeypatch):
    """For as long as it lasts, the only index is on a server that only the outbox writes to."""
    own = Remote()
    monkeypatch.setattr(engine, "build", lambda name: own)
    monkeypatch.setattr(engine, "indexes", lambda: (engine.Index("remote", TOPIC),))
    changes.register_topics()
    yield own
    outbox.forget(TOPIC)


@pytest.fixture
def remote(site, monkeypatch):
    """The only index of a site is on a server; its content is what the test declares."""
    with only_index(monkeypatch) as own:
        yield own


@pytest.fixture
def content(site, remote):
    """The documents of the site, by id, to be changed as a test likes."""
    from search import sources

    return sources.all_sources()[0].held
