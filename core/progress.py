"""How a long command says how far it is: one moving line on a terminal, plain lines elsewhere."""
from __future__ import annotations

import time
from typing import TextIO

EVERY = 10.0  # seconds between plain lines


class Progress:
    """Count, rate and remaining time of a job; call it with how much is done and of how much."""

    def __init__(self, label: str, stream: TextIO) -> None:
        self._label, self._stream = label, stream
        self._terminal = stream.isatty()
        self._began = self._said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Say it, if it is time to."""
        now = time.monotonic()
        if self._terminal:
            self._stream.write(f"\r\x1b[K{self.line(done, total, now)}")
            self._stream.flush()
        elif now - self._said >= EVERY:
            self._said = now
            self._stream.write(self.line(done, total, now) + "\n")

    def line(self, done: int, total: int, now: float) -> str:
        """The state of the job in words."""
        rate = done / max(now - self._began, 0.001)
        left = max(total - done, 0) / rate if rate else 0
        return f"{self._label}: {done} of {total}, {rate:.0f} a second, {left:.0f} s left"

    def close(self) -> None:
        """Clear the moving line."""
        if self._terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
