"""The queue of jobs: one at a time, shared where two want the same, bounded, and not stopped by a bug."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from base.errors import ExportFailedError, QueueFullError, TooManyJobsError
from base.jobs import queue as module
from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs, JobState, Key
from conversion import WORKER

TIMEOUT_S = 10
KEY, BUSY, BUG, NEXT, MORE = ("key",), ("busy",), ("bug",), ("next",), ("more",)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    """A queue of its own."""
    queue = Jobs(JobProcess(WORKER))
    yield queue
    queue.close()


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What a blocking job waits for; opened at the end in any case."""
    event = threading.Event()
    yield event
    event.set()


def ended(jobs: Jobs, key: Key) -> Job:
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        job = jobs.find(key)
        assert job is not None
        if not job.is_active:
            return job
        time.sleep(0.005)
    raise AssertionError(f"Not ended: {job}")


def test_job_is_done_and_its_result_found(jobs):
    assert jobs.submit(KEY, "mei", lambda _run: 42).state is JobState.WAITING
    assert (ended(jobs, KEY).state, ended(jobs, KEY).result) == (JobState.DONE, 42)


def test_two_who_want_the_same_share_one_job(jobs, gate):
    calls: list[str] = []
    jobs.submit(BUSY, "mei", lambda _run: gate.wait(TIMEOUT_S))
    jobs.submit(KEY, "mei", lambda _run: calls.append("mei"))
    jobs.submit(KEY, "tom", lambda _run: calls.append("tom"))
    gate.set()
    ended(jobs, KEY)
    assert calls == ["mei"]


def test_first_come_is_first_served_one_at_a_time(jobs, gate):
    order: list[str] = []
    jobs.submit(BUSY, "mei", lambda _run: gate.wait(TIMEOUT_S))
    for key in ("a", "b", "c"):
        jobs.submit((key,), key, lambda _run, key=key: order.append(key))
    assert jobs.find(("c",)).state is JobState.WAITING
    gate.set()
    ended(jobs, ("c",))
    assert order == ["a", "b", "c"]


def test_one_visitor_cannot_fill_the_queue(jobs, gate):
    for number in range(module.MAX_PER_VISITOR):
        jobs.submit(("number", str(number)), "mei", lambda _run: gate.wait(TIMEOUT_S))
    with pytest.raises(TooManyJobsError):
        jobs.submit(MORE, "mei", lambda _run: None)
    jobs.submit(NEXT, "tom", lambda _run: None)


def test_all_visitors_together_have_a_limit(jobs, gate):
    for number in range(module.MAX_WAITING):
        jobs.submit(("number", str(number)), f"visitor {number}", lambda _run: gate.wait(TIMEOUT_S))
    with pytest.raises(QueueFullError):
        jobs.submit(MORE, "mei", lambda _run: None)
    assert jobs.find(MORE) is None


def test_refusal_is_kept_and_the_job_can_be_tried_again(jobs):
    def refuse(_run: object) -> None:
        raise ExportFailedError("no such layer in this format", reason="layer")

    jobs.submit(KEY, "mei", refuse)
    failed = ended(jobs, KEY)
    assert (failed.state, type(failed.error)) == (JobState.FAILED, ExportFailedError)
    jobs.submit(KEY, "mei", lambda _run: "made")
    assert ended(jobs, KEY).result == "made"


def test_bug_in_one_job_does_not_stop_the_next(jobs, caplog):
    jobs.submit(BUG, "mei", lambda _run: 1 / 0)
    jobs.submit(NEXT, "tom", lambda _run: "made")
    assert ended(jobs, NEXT).result == "made"
    assert "division by zero" in str(ended(jobs, BUG).error)
    assert "ZeroDivisionError" in caplog.text


def test_old_jobs_are_forgotten_the_newest_and_those_under_way_are_not(jobs, gate, monkeypatch):
    monkeypatch.setattr(module, "MAX_REMEMBERED", 3)
    for number in range(5):
        jobs.submit(("number", str(number)), "mei", lambda _run: None)
        ended(jobs, ("number", str(number)))
    jobs.submit(BUSY, "mei", lambda _run: gate.wait(TIMEOUT_S))
    assert [jobs.find(("number", str(number))) is not None for number in range(5)] == [False, False, False, True, True]
    assert jobs.find(BUSY) is not None


def test_job_tells_how_far_it_is(jobs, monkeypatch):
    seen: list[float] = []

    def work(_folder: object, _job: object, on_progress: Callable[[float], None]) -> dict[str, float]:
        on_progress(0.25)
        job = jobs.find(KEY)
        assert job is not None
        seen.append(job.progress)
        return {}

    monkeypatch.setattr(jobs._process, "run", work)
    jobs.submit(KEY, "mei", lambda run: run(Path(), {}))
    ended(jobs, KEY)
    assert seen == [0.25]
