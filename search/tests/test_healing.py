"""Whatever happens to an index, the worker makes it true again."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core import outbox
from core.models import OutboxRow
from search import changes, engine, healing, preparing
from search.models import IndexState
from search.tests.factories import make_document
from search.tests.remote import TOPIC, content, remote  # noqa: F401
from search.verifying import verify

pytestmark = pytest.mark.django_db


def index():
    return engine.indexes()[0]


def heal():
    healing.heal(lambda: None)


def change(content, id, version):  # noqa: F811
    content[id] = make_document(id, f"Version {version}", version=version)
    changes.changed([id])


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(healing, "_mended_in_vain", {})


@pytest.fixture
def filled(content, remote):  # noqa: F811
    content.update({id: make_document(id, f"A council {id}") for id in "abcd"})
    heal()
    verify(index())
    remote.calls.clear()
    return content


def test_an_index_that_was_never_filled_is_filled(filled, remote):  # noqa: F811
    assert set(remote.held) == set("abcd")
    assert remote.noted == IndexState.of("remote").mark != ""


def test_a_lost_index_is_filled_again(filled, remote):  # noqa: F811
    remote.restore(({}, ""))
    heal()
    assert set(remote.held) == set("abcd")


def test_nothing_is_written_or_compared_while_nothing_happens(filled, remote):  # noqa: F811
    heal()
    heal()
    assert remote.calls == ["mark", "mark"]


def test_what_was_applied_gives_the_index_a_new_mark_once(filled, remote):  # noqa: F811
    before = remote.noted
    change(filled, "a", 2)
    outbox.drain([TOPIC])
    heal()
    after = remote.noted
    heal()
    assert before != after == remote.noted == IndexState.of("remote").mark


def test_an_older_copy_is_mended_where_it_differs(filled, remote):  # noqa: F811
    copied = remote.copied()
    change(filled, "a", 2)
    change(filled, "new", 1)
    del filled["b"]
    changes.changed(["b"])
    outbox.drain([TOPIC])
    heal()
    remote.restore(copied)
    remote.calls.clear()
    heal()
    assert verify(index()).differences == 0
    assert set(remote.held) == {"a", "c", "d", "new"}
    assert "rebuild" not in remote.calls
    assert OutboxRow.objects.filter(key="c").count() == 0


def test_a_database_restored_from_a_copy_wins_over_a_newer_index(filled, remote):  # noqa: F811
    remote.held["a"] = make_document("a", "From a future that was lost", version=7)
    remote.noted = "of that future"
    heal()
    assert remote.held["a"].version == 1
    assert verify(index()).differences == 0


def test_a_server_that_goes_away_in_the_middle_is_mended_when_it_returns(filled, remote, monkeypatch):  # noqa: F811
    remote.restore(({}, "an older mark"))
    write = remote.index
    monkeypatch.setattr(remote, "index", lambda documents: (setattr(remote, "away", True), write(documents)))
    heal()
    assert remote.held == {}
    assert remote.noted != IndexState.of("remote").mark
    monkeypatch.setattr(remote, "index", write)
    remote.away = False
    OutboxRow.objects.update(due_at=timezone.now())
    heal()
    assert verify(index()).differences == 0
    assert remote.noted == IndexState.of("remote").mark


def test_a_server_that_is_away_is_no_failure(filled, remote):  # noqa: F811
    remote.away = True
    heal()
    assert remote.calls == ["mark"]


def test_once_a_day_everything_is_compared_whatever_the_marks_say(filled, remote):  # noqa: F811
    del remote.held["a"]
    heal()
    assert "a" not in remote.held
    IndexState.of("remote").note(verified_at=timezone.now() - timedelta(days=2))
    heal()
    assert "a" in remote.held


def test_what_cannot_be_mended_is_not_compared_again_and_again(filled, remote, monkeypatch, caplog):  # noqa: F811
    remote.restore(({}, "an older mark"))
    monkeypatch.setattr(remote, "index", lambda documents: 0)
    heal()
    assert "could not be mended" in caplog.text
    remote.calls.clear()
    heal()
    assert remote.calls == ["mark"]


def test_two_processes_do_not_fill_one_index(filled, remote):  # noqa: F811
    remote.restore(({}, ""))
    lease = preparing.Lease(IndexState.of("remote"))
    heal()
    assert remote.calls == []
    IndexState.of("remote").note(builder_until=timezone.now() - timedelta(seconds=1))
    heal()
    assert set(remote.held) == set("abcd")
    with pytest.raises(preparing.Overtaken):
        lease.renew()


def test_what_a_killed_filling_left_is_removed_once(filled, remote):  # noqa: F811
    IndexState.of("remote").note(builder="killed", builder_until=timezone.now() - timedelta(seconds=1))
    heal()
    heal()
    assert remote.calls == ["mark", "tidy", "mark"]


def test_a_filling_that_was_overtaken_ends_and_leaves_the_newer_alone(filled, remote):  # noqa: F811
    with pytest.raises(preparing.Overtaken):
        preparing.fill(index(), breathe=lambda: preparing.Lease(IndexState.of("remote")))
    assert set(remote.held) == set("abcd")


def test_writing_goes_on_while_an_index_is_filled(filled, remote):  # noqa: F811
    breaths = []
    preparing.fill(index(), breathe=lambda: breaths.append(1))
    assert breaths
