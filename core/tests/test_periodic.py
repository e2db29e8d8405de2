"""The worker's own jobs: again and again, one failing without the others."""
from __future__ import annotations

import pytest

from core import outbox, periodic
from core.management.commands import worker


@pytest.fixture
def jobs(monkeypatch):
    """Only the jobs that a test registers."""
    monkeypatch.setattr(periodic, "_jobs", {})
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # a test's transaction lives in it


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_job_is_done_at_the_start_and_whenever_it_is_due(jobs):
    clock, done = Clock(), []
    periodic.register("a", lambda breathe: done.append(clock.now), every=15.0)
    schedule = periodic.Schedule(clock)
    for clock.now in (0.0, 5.0, 14.0, 15.0, 16.0, 40.0):
        schedule.run(lambda: None)
    assert done == [0.0, 15.0, 40.0]


def test_a_job_that_fails_is_told_and_keeps_no_other_from_its_turn(jobs, caplog):
    done = []

    def fails(breathe):
        raise ValueError("broken")

    periodic.register("fails", fails, every=1.0)
    periodic.register("works", lambda breathe: done.append(1), every=1.0)
    periodic.Schedule().run(lambda: None)
    assert done == [1]
    assert "The job fails failed" in caplog.text


@pytest.mark.django_db
def test_what_is_written_during_a_long_job_has_its_turn(jobs):
    carried = []
    outbox.register("test.topic", carried.extend)
    try:
        def long(breathe):
            outbox.put("test.topic", ["a"])
            breathe()
            carried.append("the job goes on")

        periodic.register("long", long, every=1.0)
        worker._look(_Stop(), periodic.Schedule())
    finally:
        outbox.forget("test.topic")
    assert carried == ["a", "the job goes on"]


@pytest.mark.django_db
def test_a_long_job_ends_when_the_worker_is_told_to(jobs):
    stop, done = _Stop(), []

    def long(breathe):
        stop.is_told = True
        breathe()
        done.append("never")

    periodic.register("long", long, every=1.0)
    assert worker._look(stop, periodic.Schedule())
    assert done == []


@pytest.mark.django_db
def test_what_is_slow_comes_last_and_one_by_one(jobs):
    carried = []

    def slow(keys):
        carried.append(list(keys))
        if "first" in keys:
            outbox.put("test.quick", ["quick"])

    outbox.register("test.slow", slow, slow=True)
    outbox.register("test.quick", lambda keys: carried.append(list(keys)))
    try:
        outbox.put("test.slow", ["first", "second"])
        outbox.put("test.quick", ["before"])
        worker._look(_Stop(), periodic.Schedule())
    finally:
        outbox.forget("test.slow")
        outbox.forget("test.quick")
    assert carried == [["before"], ["first"], ["quick"], ["second"]]


class _Stop:
    is_told = False

    def is_set(self):
        return self.is_told
