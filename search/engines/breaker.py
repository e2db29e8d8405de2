"""A circuit breaker: after repeated failures nobody waits for a server that is away; now and then one probes."""
from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 3
PROBE_SECONDS = 15.0


class Breaker:
    """Counts failures of one server, across the threads of a process.

    Closed: every request passes. After `failures` in a row it opens: nothing passes, but every `probe_seconds` one
    request does, and its success closes it.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        probe_seconds: float = PROBE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._pause = probe_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._next_probe = 0.0

    @property
    def is_open(self) -> bool:
        """Whether requests are kept back."""
        return self._failed >= self._limit

    def lets_pass(self) -> bool:
        """Whether this request may be sent; asking takes the probe when one is due."""
        with self._lock:
            if self._failed < self._limit:
                return True
            if self._clock() < self._next_probe:
                return False
            self._next_probe = self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """The server did not answer."""
        with self._lock:
            self._failed += 1
            self._next_probe = self._clock() + self._pause
