"""`manage.py worker`: carries out what writes have left to be done afterwards."""
from __future__ import annotations

import logging
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection

from core import outbox

logger = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks at the outbox
PAUSE_AFTER_TROUBLE = 5.0
BETWEEN_PURGES = 3600.0


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
            self.stdout.write(f"{outbox.drain()} done")
            return
        stop = threading.Event()
        _stop_on_signals(stop)
        self.stdout.write("The worker waits for changes.")
        purged = -BETWEEN_PURGES
        while not stop.is_set():
            well = _look(stop)
            if well and time.monotonic() - purged > BETWEEN_PURGES:
                outbox.purge()
                purged = time.monotonic()
            stop.wait(options["pause"] if well else PAUSE_AFTER_TROUBLE)
        connection.close()
        self.stdout.write("The worker has stopped.")


def _look(stop: threading.Event) -> bool:
    """Carry out what is due, topic by topic; false when the database was away."""
    close_old_connections()
    try:
        for topic in outbox.topics():
            if not stop.is_set():
                outbox.drain([topic])
    except DatabaseError:
        logger.exception("The worker cannot reach the database and tries again")
        connection.close()
        return False
    return True


def _stop_on_signals(stop: threading.Event) -> None:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
