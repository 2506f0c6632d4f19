"""The database holds what it was given, whoever else writes and whoever is killed, and says what is wrong with it."""

import io
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import insert, select

import feedback
from base.errors import DatabaseError
from base.settings import ROOT
from feedback.database import SCHEMA_VERSION, VERDICTS, transaction
from tests.feedback.samples import OTHER, STROKES, VISITOR, verdict


def saver(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.feedback.save_verdicts", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def printed_by(processes: Sequence[subprocess.Popen[str]]) -> list[list[str]]:
    outputs = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return outputs


def test_two_processes_keep_at_once_in_a_file_that_neither_found():
    outputs = printed_by([saver(visitor, 25) for visitor in (VISITOR, OTHER)])
    kept = [{str(one.id) for one in feedback.verdicts(visitor)} for visitor in (VISITOR, OTHER)]
    assert kept == [set(output) for output in outputs]
    assert [len(ids) for ids in kept] == [25, 25]


def test_two_processes_cannot_keep_more_than_may_be_kept():
    feedback.agree(VISITOR)
    feedback.save(VISITOR, verdict())
    with transaction() as connection:
        same = connection.execute(select(VERDICTS)).mappings().one()
        copies = [dict(same) | {"id": None} for _ in range(feedback.MAX_VERDICTS - 6)]
        connection.execute(insert(VERDICTS), copies)
    outputs = printed_by([saver(VISITOR, 10) for _ in range(2)])
    assert feedback.count(VISITOR) == feedback.MAX_VERDICTS
    assert [output[-1] for output in outputs] == ["enough"] * 2
    assert sum(map(len, outputs)) == 5 + 2


def test_whoever_is_killed_while_writing_loses_nothing_and_leaves_no_half():
    process = saver(VISITOR, 10_000)
    assert process.stdout is not None
    told = [int(line) for line in islice(process.stdout, 12)]
    process.kill()
    told += [int(line) for line in process.communicate(timeout=10)[0].split()]
    kept = feedback.verdicts(VISITOR)
    assert {one.id for one in kept} >= set(told)
    assert len(kept) <= len(told) + 1  # the last may have been kept before it could be told
    assert {one.strokes for one in kept} == {STROKES}
    assert {Image.open(io.BytesIO(one.picture)).convert("L").size for one in kept} == {(144, 144)}
    with transaction() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    feedback.save(VISITOR, verdict())


def test_reader_does_not_wait_for_a_writer(tmp_path):
    feedback.agree(VISITOR)
    feedback.save(VISITOR, verdict())
    writer = sqlite3.connect(tmp_path / "digitlab.db", isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("DELETE FROM verdicts")
    assert (feedback.count(VISITOR), feedback.has_agreed(VISITOR)) == (1, True)
    writer.close()


def test_failure_halfway_leaves_everything_as_it_was():
    feedback.agree(VISITOR)
    feedback.save(VISITOR, verdict())

    def fail_halfway() -> None:
        with transaction() as connection:
            connection.exec_driver_sql("DELETE FROM verdicts")
            connection.exec_driver_sql("DELETE FROM no_such_table")

    with pytest.raises(DatabaseError):
        fail_halfway()
    assert feedback.count(VISITOR) == 1


def test_process_that_was_killed_while_making_the_tables_is_followed_up(tmp_path):
    feedback.agree(VISITOR)
    file = sqlite3.connect(tmp_path / "digitlab.db")
    with file:
        file.execute("DROP TABLE verdicts")
        file.execute("DELETE FROM feedback_schema")
    file.close()
    feedback.save(VISITOR, verdict())


def test_file_of_a_newer_release_is_left_alone(tmp_path):
    feedback.agree(VISITOR)
    file = sqlite3.connect(tmp_path / "digitlab.db")
    with file:
        file.execute("UPDATE feedback_schema SET version = ?", (SCHEMA_VERSION + 1,))
    file.close()
    with pytest.raises(DatabaseError, match="newer release"):
        feedback.forget(VISITOR)


def test_what_can_only_be_read_is_read_and_what_is_wrong_is_said(tmp_path, monkeypatch):
    feedback.agree(VISITOR)
    monkeypatch.setenv("DIGITLAB_DATABASE", f"sqlite:///file:{tmp_path}/digitlab.db?mode=ro&uri=true")
    assert feedback.has_agreed(VISITOR)
    with pytest.raises(DatabaseError, match=r"readonly.*check the file's rights") as refused:
        feedback.save(VISITOR, verdict())
    assert "readonly" in refused.value.details["reason"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:///{folder}/text/below.db", "text"),
        ("sqlite:///{folder}/text", "not a database"),
        ("sqlite:///{folder}", "unable to open"),
        ("nonsense", "URL"),
        ("no_such_kind://host/name", "no_such_kind"),
        ("oracle://somebody:secret@host/name", "oracle"),
    ],
)
def test_database_that_cannot_be_used_is_named_with_the_reason_and_without_its_password(
    tmp_path, monkeypatch, caplog, url, reason
):
    (tmp_path / "text").write_text("This is a letter, and no database at all. " * 100)
    monkeypatch.setenv("DIGITLAB_DATABASE", url.format(folder=tmp_path))
    with pytest.raises(DatabaseError) as refused:
        feedback.has_agreed(VISITOR)
    assert reason in refused.value.details["reason"]
    assert "DIGITLAB_DATABASE" in str(refused.value)
    assert "secret" not in str(refused.value) + str(refused.value.details)
    assert str(refused.value) in caplog.messages


def test_no_drawing_stands_in_an_error(tmp_path, caplog):
    feedback.agree(VISITOR)
    file = sqlite3.connect(tmp_path / "digitlab.db")
    file.execute("DROP TABLE verdicts")
    file.close()
    with pytest.raises(DatabaseError) as refused:
        feedback.save(VISITOR, verdict())
    assert "260" not in str(refused.value) + str(refused.value.__cause__) + caplog.text


def test_file_is_let_go_after_each_use(tmp_path):
    feedback.agree(VISITOR)
    assert [file.name for file in Path(tmp_path).iterdir()] == ["digitlab.db"]
