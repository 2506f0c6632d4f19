"""A job's process, the converter: bounded in time and memory, gone when it should be, its end told in words."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from base import settings
from base.errors import JobError, JobTimeoutError
from base.jobs.job_process import JobProcess
from conversion import WORKER
from model_store import read_model

END_TIMEOUT_S = 10
EXPORT = {"kind": "export", "format": "h5", "dataset": "mnist"}


def family() -> list[int]:
    return [child.pid for child in psutil.Process().children(recursive=True)]


def wait_for_pid(process: JobProcess) -> int:
    until = time.monotonic() + END_TIMEOUT_S
    while time.monotonic() < until:
        if process.pid is not None:
            return process.pid
        time.sleep(0.01)
    raise AssertionError("The process never started.")


def test_job_that_takes_too_long_is_killed(tmp_path):
    before = family()
    with pytest.raises(JobTimeoutError, match=r"longer than 0\.2 s"):
        JobProcess(WORKER, timeout_s=0.2).run(tmp_path, EXPORT)
    assert set(family()) <= set(before)


def test_job_that_crashes_is_told_and_logged(tmp_path, caplog):
    with pytest.raises(JobError, match="status 1") as caught:
        JobProcess(WORKER).run(tmp_path, {"kind": "nonsense"})
    assert not isinstance(caught.value, JobTimeoutError)
    assert "There is no such job" in caplog.text


def test_answer_that_was_cut_off_is_told_like_a_crash(tmp_path):
    told: list[float] = []
    with pytest.raises(JobError, match="status"):
        JobProcess("tests.base.jobs.cut_off").run(tmp_path, EXPORT, told.append)
    assert told == [0.5]


def test_stopped_process_ends_its_job_and_starts_no_more(tmp_path):
    process = JobProcess(WORKER)
    ended: list[JobError] = []

    def work() -> None:
        with pytest.raises(JobError) as caught:
            process.run(tmp_path, EXPORT)
        ended.append(caught.value)

    thread = threading.Thread(target=work)
    thread.start()
    pid = wait_for_pid(process)
    process.stop()
    thread.join(END_TIMEOUT_S)
    assert ended
    assert not psutil.pid_exists(pid)
    with pytest.raises(JobError, match="server is ending"):
        process.run(tmp_path, EXPORT)


def test_process_ends_with_the_one_that_started_it(tmp_path: Path):
    (tmp_path / "model.keras").write_bytes(read_model("tiny-16"))
    with subprocess.Popen(
        [sys.executable, "-m", WORKER],
        cwd=settings.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        answer, _ = process.communicate(json.dumps({**EXPORT, "folder": str(tmp_path)}).encode() + b"\n", END_TIMEOUT_S)
    # Its input ended while TensorFlow was loading: it did not wait for the job's end.
    assert answer == b""
    assert not (tmp_path / "export.h5").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the bounds are Linux's")
@pytest.mark.parametrize(
    ("waste", "ending"),
    [
        ("bytearray(5 * 2**30)", "MemoryError"),
        ("open(path, 'wb').truncate(2**29 + 1)", "File too large"),
    ],
)
def test_process_cannot_take_more_than_its_share(waste, ending, tmp_path):
    code = f"from base.jobs.limits import *\npath = {str(tmp_path / 'f')!r}\nlimit_this_process()\n{waste}"
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.ROOT, capture_output=True, text=True, check=False)
    assert ending in done.stderr
