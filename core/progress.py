"""How long commands tell what they are doing: one moving line on a terminal, plain lines elsewhere."""
from __future__ import annotations

import time
from typing import Any


class Progress:
    """Counts one step of a command and says count, rate and remaining time."""

    def __init__(self, out: Any, label: str, *, quiet: bool = False) -> None:
        self.out = out
        self.label = label
        self.quiet = quiet
        self.started = time.monotonic()
        self.said_at = 0.0
        self.is_terminal = bool(getattr(out, "isatty", lambda: False)())

    def __call__(self, done: int, total: int) -> None:
        """Say where the step stands, at most once a second before the end."""
        now = time.monotonic()
        if self.quiet or (done < total and now - self.said_at < (0.2 if self.is_terminal else 5)):
            return
        self.said_at = now
        elapsed = max(now - self.started, 0.001)
        rate = done / elapsed
        left = f", {(total - done) / rate:.0f} s left" if rate and done < total else ""
        line = f"{self.label}: {done} of {total} ({rate:.1f}/s{left})"
        if self.is_terminal and done < total:
            self.out.write("\r" + line.ljust(70), ending="")
        else:
            self.out.write(("\r" if self.is_terminal else "") + line.ljust(70 if self.is_terminal else 0))
