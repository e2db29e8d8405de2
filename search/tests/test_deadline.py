"""No reader waits longer for a server than was agreed, however it answers."""
import threading

import pytest

from search.engines.deadline import within


def test_an_answer_in_time_is_given_and_so_is_an_error():
    assert within(5.0, lambda: "answer") == "answer"
    with pytest.raises(ZeroDivisionError):
        within(5.0, lambda: 1 / 0)


def test_what_takes_longer_is_left_behind():
    release = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.05, lambda: release.wait(30))
    release.set()
