"""`python -m feedback` gives the teacher what the class drew, in a form that the benchmarks read, and deletes it."""

import json
import subprocess
import sys
from typing import Any

import pytest

import feedback
from base.settings import ROOT
from benchmarks.drawn import load_drawings, on_canvas
from feedback import __main__ as command_line
from tests.feedback.samples import OTHER, STROKES, VISITOR, verdict


@pytest.fixture
def class_of_two() -> list[int]:
    """The ids of what two visitors gave their verdict on."""
    drawn = [
        (VISITOR, verdict()),
        (OTHER, verdict(label=4, truth="4", size=(288, 288))),
        (OTHER, verdict(label=None, number="19", truth="19")),
        (VISITOR, verdict(truth=feedback.NOT_A_DIGIT)),
        (OTHER, verdict(strokes=())),
        (VISITOR, verdict(label=None, truth="0")),
    ]
    for visitor in (VISITOR, OTHER):
        feedback.agree(visitor)
    return [feedback.save(visitor, given) for visitor, given in drawn]


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[dict[str, Any]], str]:
    status = command_line.main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_each_drawing_of_one_digit_is_a_line_with_its_writer_numbered(class_of_two, capsys):
    status, lines, said = run(capsys)
    assert lines[0] == {
        "id": f"digit-lab-{class_of_two[0]}",
        "source": "digit-lab",
        "writer": "digit-lab-001",
        "label": 7,
        "tags": ["wrong"],
        "width": 352,
        "height": 352,
        "strokes": [[list(point) for point in stroke] for stroke in STROKES],
    }
    assert [(line["label"], line["writer"][-1], *line["tags"]) for line in lines[1:]] == [
        (4, "2", "right"),
        (0, "1", "wrong"),
    ]
    assert status == 0
    assert said == "3 drawings of one digit; left out: 3 without a digit or strokes.\n"


@pytest.mark.usefixtures("class_of_two")
def test_benchmarks_read_what_the_class_drew(tmp_path, capsys):
    file = tmp_path / "class.jsonl"
    assert run(capsys, "--out", file)[:2] == (0, [])
    drawings = load_drawings(str(file), 10)
    assert sorted(drawing.label for drawing in drawings) == [0, 4, 7]
    assert all(on_canvas(drawing, "wild").convert("L").getbbox() for drawing in drawings)


def test_class_that_drew_nothing_is_no_error(capsys):
    assert run(capsys) == (0, [], "0 drawings of one digit; left out: 0 without a digit or strokes.\n")


@pytest.mark.usefixtures("class_of_two")
def test_everything_is_deleted_only_when_the_teacher_is_sure(capsys):
    assert run(capsys, "--forget") == (2, [], "This deletes 6 verdicts. Export them first, or add --yes.\n")
    assert feedback.count(VISITOR) == 3
    assert run(capsys, "--forget", "--yes")[0] == 0
    assert [feedback.count(visitor) for visitor in (VISITOR, OTHER)] == [0, 0]
    assert not feedback.has_agreed(VISITOR)


def test_file_that_cannot_be_written_and_database_that_cannot_be_read_are_said(tmp_path, capsys, monkeypatch):
    status, lines, said = run(capsys, "--out", tmp_path)
    assert (status, lines) == (1, [])
    assert str(tmp_path) in said
    monkeypatch.setenv("DIGITLAB_DATABASE", "nonsense")
    status, lines, said = run(capsys)
    assert (status, lines) == (1, [])
    assert "DIGITLAB_DATABASE" in said


@pytest.mark.usefixtures("class_of_two")
def test_command_loads_neither_streamlit_nor_tensorflow():
    code = "import sys, feedback.__main__ as it; it.main([]); print({'streamlit', 'tensorflow'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 4
    assert done.stdout.endswith("\nset()\n")
