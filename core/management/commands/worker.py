"""`manage.py worker`: carries out what writes have left to be done afterwards."""
from __future__ import annotations

import logging
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection

from core import outbox, periodic

logger = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks at the outbox
PAUSE_AFTER_TROUBLE = 5.0


class Command(BaseCommand):
    """Drains the outbox in a loop; ends after the batch at hand on SIGTERM or Ctrl-C."""

    help = "Carries out the outbox (index updates, mail, …) until it is stopped; --once does what is due and ends."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between two looks at the outbox")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until told to stop."""
        if options["once"]:
            periodic.Schedule().run(lambda: None)
            self.stdout.write(f"{outbox.drain()} done")
            return
        stop, schedule = threading.Event(), periodic.Schedule()
        _stop_on_signals(stop)
        self.stdout.write("The worker waits for changes.")
        while not stop.is_set():
            well = _look(stop, schedule)
            stop.wait(options["pause"] if well else PAUSE_AFTER_TROUBLE)
        connection.close()
        self.stdout.write("The worker has stopped.")


def _look(stop: threading.Event, schedule: periodic.Schedule) -> bool:
    """Carry out what is due; false when the database was away."""
    close_old_connections()
    try:
        _drain(stop)
        schedule.run(lambda: _breathe(stop))
        while not stop.is_set() and any(outbox.drain_one(topic) for topic in outbox.topics(slow=True)):
            _drain(stop)
            schedule.run(lambda: _breathe(stop))
    except periodic.Stopped:
        pass
    except DatabaseError:
        logger.exception("The worker cannot reach the database and tries again")
        connection.close()
        return False
    return True


def _breathe(stop: threading.Event) -> None:
    """In the middle of a long job: whatever was written meanwhile has its turn."""
    _drain(stop)
    if stop.is_set():
        raise periodic.Stopped


def _drain(stop: threading.Event) -> None:
    """Whatever is quick; what is slow takes its turn afterwards, one key at a time."""
    for topic in outbox.topics(slow=False):
        if not stop.is_set():
            outbox.drain([topic])


def _stop_on_signals(stop: threading.Event) -> None:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
