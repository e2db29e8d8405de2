"""Jobs that the worker does again and again; every app registers its own, so that core knows none of them."""
from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError

logger = logging.getLogger(__name__)

Breathe = Callable[[], None]
Work = Callable[[Breathe], object]


class Stopped(Exception):
    """Raised out of `breathe` when the worker was told to end; a job lets it pass."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so many seconds; a long one calls `breathe` now and then, so that nothing else waits."""

    name: str
    work: Work
    every: float


_jobs: dict[str, Job] = {}


def register(name: str, work: Work, *, every: float) -> None:
    """Name a job; it must be safe to repeat and to be broken off anywhere."""
    _jobs[name] = Job(name, work, every)


def forget(name: str) -> None:
    """Take a job back (for tests)."""
    _jobs.pop(name, None)


def jobs() -> tuple[Job, ...]:
    """Every job, in the order of registration."""
    return tuple(_jobs.values())


class Schedule:
    """When one worker does which job; everything is due at its start."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due: dict[str, float] = {}

    def run(self, breathe: Breathe) -> None:
        """Do what is due; a job that fails is told and tried again when it is due next."""
        for job in jobs():
            if self._due.get(job.name, self._clock()) > self._clock():
                continue
            try:
                job.work(breathe)
            except (DatabaseError, Stopped):
                raise
            except Exception:
                logger.exception("The job %s failed and is tried again", job.name)
            self._due[job.name] = self._clock() + job.every
