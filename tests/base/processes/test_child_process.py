"""A child is started, says where it listens, is missed when it ends, and is gone when it shall be."""

import queue
import threading

import psutil
import pytest

from base.processes.child_process import BackOff, ChildProcess

TIMEOUT_S = 20
CHILD = "tests.base.processes.child"


@pytest.fixture
def start():
    """Starts a child that does what its `CHILD` variable says; each is closed at the end."""
    started: list[ChildProcess] = []

    def child(does, on_error_line=None):
        started.append(ChildProcess(CHILD, {"CHILD": does}, on_error_line))
        return started[-1]

    yield child
    for each in started:
        each.close()


def test_a_child_says_where_it_listens_and_prints_no_more_there(start):
    errors = queue.SimpleQueue[bytes]()
    child = start("serve", errors.put)
    assert child.read_address() == "tcp://here:1"
    assert child.stdout.read() == b""
    assert errors.get(timeout=TIMEOUT_S) == b"printed later\n"


@pytest.mark.parametrize(("does", "status"), [("fail", 3), ("babble", 0)])
def test_a_child_that_says_nothing_of_the_kind_has_no_address(start, does, status):
    child = start(does)
    assert child.read_address() is None
    assert child.wait() == status


def test_an_end_that_nobody_asked_for_is_reported_with_its_status(start):
    child, statuses = start("serve"), queue.SimpleQueue[int]()
    child.watch(statuses.put)
    assert child.read_address()
    psutil.Process(child.pid).kill()
    assert statuses.get(timeout=TIMEOUT_S) == -9


def test_a_closed_child_is_gone_and_nothing_is_reported(start):
    child, ended = start("serve"), threading.Event()
    child.watch(lambda _status: ended.set())
    assert child.read_address()
    assert child.close() == child.close() == -9
    assert not psutil.pid_exists(child.pid)
    assert not ended.wait(0.2)


def test_a_child_ends_with_its_standard_input(start):
    child = start("serve")
    assert child.read_address()
    child.stdin.close()
    assert child.wait() == 0


def test_pauses_grow_to_ten_seconds_and_begin_anew_after_a_success():
    back_off = BackOff()
    pauses = [back_off.next_pause_s() for _ in range(2000)]
    assert pauses[:3] == [0.2, 0.4, 0.8]
    assert pauses[-1] == max(pauses) == 10.0
    assert back_off.failures == 2000
    back_off.reset()
    assert back_off.next_pause_s() == 0.2
