"""A change of content reaches every index, whatever happens in between."""
from __future__ import annotations

import pytest
from django.db import transaction

from core import outbox
from core.models import OutboxRow
from search import changes, engine
from search.contract import Request, SearchUnavailable
from search.tests.conftest import ON_SQLITE
from search.tests.factories import make_document

in_own_database = pytest.mark.skipif(not ON_SQLITE, reason="the content database is not SQLite")


def found(q="council"):
    return {hit.id for hit in engine.build(engine.EMBEDDED).search(Request(q=q)).hits}


@in_own_database
@pytest.mark.django_db
def test_a_change_is_found_by_the_next_question(site):
    source = site()
    source.held["it"] = make_document("it", "A council")
    changes.changed(["it"])
    assert found() == {"it"}


@in_own_database
@pytest.mark.django_db
def test_a_withdrawal_is_gone_at_once(site):
    source = site(make_document("it", "A council"))
    del source.held["it"]
    changes.changed(["it"])
    assert found() == set()


@in_own_database
@pytest.mark.django_db(transaction=True)
def test_the_index_rolls_back_with_the_content(site):
    source = site()
    source.held["it"] = make_document("it", "A council")

    def fails():
        with transaction.atomic():
            changes.changed(["it"])
            assert found() == {"it"}
            raise RuntimeError("the content could not be saved")

    with pytest.raises(RuntimeError):
        fails()
    assert found() == set()


@pytest.mark.django_db
def test_held_changes_are_told_once(site, monkeypatch):
    told = []
    site()
    monkeypatch.setattr(changes, "apply", lambda target, keys: told.append(list(keys)))
    monkeypatch.setattr(engine, "indexes", lambda: (engine.Index(engine.EMBEDDED, "", immediate=True),))
    with changes.held():
        changes.changed(["a"])
        changes.changed(["b", "a"])
        assert told == []
    assert told == [["a", "b"]]


class Remote:
    """An engine on a server that can be away."""

    name = "remote"

    def __init__(self):
        self.held, self.away = {}, False

    def index(self, documents):
        if self.away:
            raise SearchUnavailable("refused")
        self.held.update({document.id: document for document in documents})
        return len(self.held)

    def delete(self, ids):
        if self.away:
            raise SearchUnavailable("refused")
        for id in ids:
            self.held.pop(id, None)


@pytest.fixture
def remote(site, monkeypatch):
    own = Remote()
    monkeypatch.setattr(engine, "build", lambda name: own)
    monkeypatch.setattr(engine, "indexes", lambda: (engine.Index("remote", "search.remote"),))
    changes.register_topics()
    yield own
    outbox.forget("search.remote")


@pytest.mark.django_db
def test_another_server_is_only_written_to_by_the_outbox(site, remote):
    source = site_source(site)
    source.held["it"] = make_document("it", "A council")
    changes.changed(["it", "it"])
    assert remote.held == {}
    assert outbox.waiting("search.remote") == ["it"]
    outbox.drain(["search.remote"])
    assert set(remote.held) == {"it"}
    assert outbox.waiting("search.remote") == []


@pytest.mark.django_db
def test_the_consumer_reads_the_present_state_not_the_event(site, remote):
    source = site_source(site)
    source.held["it"] = make_document("it", "First", version=1)
    changes.changed(["it"])
    source.held["it"] = make_document("it", "Second", version=2)
    changes.changed(["it"])
    outbox.drain(["search.remote"])
    assert remote.held["it"].version == 2


@pytest.mark.django_db
def test_while_the_server_is_away_a_withdrawal_is_hidden_and_later_carried_out(site, remote):
    source = site_source(site)
    source.held["it"] = make_document("it", "A council")
    changes.changed(["it"])
    outbox.drain(["search.remote"])
    assert changes.hidden_from(None, "search.remote") == frozenset()
    remote.away = True
    del source.held["it"]
    changes.changed(["it"])
    assert outbox.drain(["search.remote"]) == 0
    assert changes.hidden_from(None, "search.remote") == {"it"}
    remote.away = False
    OutboxRow.objects.update(due_at=OutboxRow.objects.first().created_at)
    outbox.drain(["search.remote"])
    assert (remote.held, changes.hidden_from(None, "search.remote")) == ({}, frozenset())


@pytest.mark.django_db
def test_what_became_members_only_is_hidden_from_visitors_before_the_index_knows(site, remote):
    source = site_source(site)
    source.held["it"] = make_document("it", "A council", audience=frozenset({"member"}), version=2)
    changes.changed(["it"])
    assert changes.hidden_from(None, "search.remote") == {"it"}


def site_source(site):
    from search import sources

    return sources.all_sources()[0]
