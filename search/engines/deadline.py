"""An answer within a time, or none: a server that sends byte after byte keeps no reader waiting."""
from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """What a call gives; TimeoutError when it takes longer. A client's own limit counts every read anew.

    The call is left behind in a thread that ends when the server does; the circuit breaker keeps them few.
    """
    answered: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def work() -> None:
        try:
            answered.put((call(), None))
        except BaseException as error:
            answered.put((None, error))

    threading.Thread(target=work, daemon=True).start()
    try:
        value, error = answered.get(timeout=seconds)
    except Empty:
        raise TimeoutError("the server did not answer to its end in time") from None
    if error is not None:
        raise error
    return value  # type: ignore[return-value]
