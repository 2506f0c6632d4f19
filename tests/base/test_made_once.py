"""A value is made once, however many threads ask for it at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from base.made_once import made_once

THREADS = 8
TIMEOUT_S = 10


def asked_at_once(ask):
    """What so many threads get that ask together."""
    together = threading.Barrier(THREADS)

    def wait_and_ask(_number):
        together.wait(TIMEOUT_S)
        return ask()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(wait_and_ask, range(THREADS)))


def test_threads_that_ask_at_once_get_the_same():
    first_is_made = threading.Event()

    @made_once
    def make():
        first_is_made.wait(0.2)  # long enough for the others to come upon it
        return object()

    assert len(set(asked_at_once(make))) == 1
    assert make() is make()


def test_each_argument_has_its_own_and_waits_for_no_other():
    gate = threading.Event()

    @made_once
    def make(name):
        if name == "slow":
            assert gate.wait(TIMEOUT_S)
        return [name]

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(make, "slow")
        assert make("quick") is make("quick")
        gate.set()
        assert slow.result() == ["slow"]


def test_what_failed_is_tried_again():
    outcomes = iter([ValueError("not yet"), "made"])

    @made_once
    def make():
        outcome = next(outcomes)
        if isinstance(outcome, ValueError):
            raise outcome
        return outcome

    with pytest.raises(ValueError, match="not yet"):
        make()
    assert make() == "made"
