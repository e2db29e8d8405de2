"""The circuit breaker keeps readers from waiting for a server that is away."""
from search.engines.breaker import Breaker


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def fail(breaker, times):
    for _ in range(times):
        assert breaker.lets_pass()
        breaker.failed()


def test_lets_everything_pass_until_three_failures_in_a_row():
    breaker = Breaker(clock=Clock())
    fail(breaker, 2)
    assert not breaker.is_open
    breaker.succeeded()
    fail(breaker, 2)
    assert breaker.lets_pass()
    breaker.failed()
    assert breaker.is_open
    assert not breaker.lets_pass()


def test_lets_one_request_probe_every_fifteen_seconds():
    clock = Clock()
    breaker = Breaker(clock=clock)
    fail(breaker, 3)
    clock.now += 14.9
    assert not breaker.lets_pass()
    clock.now += 0.2
    assert breaker.lets_pass()
    assert not breaker.lets_pass()


def test_a_failed_probe_starts_the_pause_anew():
    clock = Clock()
    breaker = Breaker(clock=clock)
    fail(breaker, 3)
    clock.now += 15
    assert breaker.lets_pass()
    breaker.failed()
    clock.now += 14
    assert not breaker.lets_pass()
    clock.now += 1
    assert breaker.lets_pass()


def test_a_successful_probe_closes_it():
    clock = Clock()
    breaker = Breaker(clock=clock)
    fail(breaker, 3)
    clock.now += 15
    assert breaker.lets_pass()
    breaker.succeeded()
    assert not breaker.is_open
    assert breaker.lets_pass()
