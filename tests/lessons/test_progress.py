"""Progress is kept in the database whoever else writes, is each visitor's own, and can be forgotten."""

import sqlite3
import subprocess
import sys

import pytest

import feedback
from base.errors import DatabaseError
from base.settings import ROOT
from lessons import progress

VISITOR, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
WRITE = """
import sys
from lessons import progress
for number in range(25):
    progress.mark_done(sys.argv[1], "tiny-16", f"{sys.argv[2]}-{number}")
"""


def writer(visitor: str, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WRITE, visitor, name], cwd=ROOT)


def test_a_step_is_done_once_and_by_one_visitor():
    assert progress.done_steps(VISITOR) == frozenset()
    for _ in range(2):
        progress.mark_done(VISITOR, "tiny-16", "load")
    progress.mark_done(VISITOR, "dense-512", "load")
    progress.mark_done(OTHER, "tiny-16", "fit")
    assert progress.done_steps(VISITOR) == {("tiny-16", "load"), ("dense-512", "load")}
    assert progress.done_steps(OTHER) == {("tiny-16", "fit")}


def test_a_visitor_forgets_their_own_progress_alone():
    for visitor in (VISITOR, OTHER):
        progress.mark_done(visitor, "tiny-16", "load")
    progress.forget(VISITOR)
    assert progress.done_steps(VISITOR) == frozenset()
    assert progress.done_steps(OTHER) == {("tiny-16", "load")}


def test_two_processes_keep_at_once_in_a_file_that_neither_found():
    processes = [writer(VISITOR, name) for name in ("one", "two")]
    assert [process.wait(60) for process in processes] == [0, 0]
    steps = {f"{name}-{number}" for name in ("one", "two") for number in range(25)}
    assert progress.done_steps(VISITOR) == {("tiny-16", step) for step in steps}


def test_progress_and_verdicts_share_a_file_and_forget_apart(tmp_path):
    feedback.agree(VISITOR)
    progress.mark_done(VISITOR, "tiny-16", "load")
    progress.forget(VISITOR)
    assert feedback.has_agreed(VISITOR)
    progress.mark_done(VISITOR, "tiny-16", "load")
    feedback.forget(VISITOR)
    assert progress.done_steps(VISITOR) == {("tiny-16", "load")}
    assert [file.name for file in tmp_path.iterdir()] == ["digitlab.db"]


def test_the_cookies_number_does_not_stand_in_the_file(tmp_path):
    progress.mark_done(VISITOR, "tiny-16", "load")
    assert VISITOR.encode() not in (tmp_path / "digitlab.db").read_bytes()


def test_a_newer_release_of_the_lessons_stops_the_lessons_alone(tmp_path):
    progress.mark_done(VISITOR, "tiny-16", "load")
    with sqlite3.connect(tmp_path / "digitlab.db") as file:
        file.execute("UPDATE lessons_schema SET version = 99")
    file.close()
    with pytest.raises(DatabaseError, match="newer release"):
        progress.done_steps(VISITOR)
    feedback.agree(VISITOR)


def test_a_database_that_does_not_answer_is_said(monkeypatch):
    monkeypatch.setenv("DIGITLAB_DATABASE", "no_such_kind://host/name")
    for use in (progress.done_steps, progress.forget):
        with pytest.raises(DatabaseError, match="What is kept of visitors"):
            use(VISITOR)
