"""`python -m recognition` says what is on each picture, one JSON object a line, and goes on after a bad one."""

import json
import subprocess
import sys
from typing import Any

import pytest

from base import settings
from model_store import save_model
from recognition import __main__ as command_line
from tests.model_store.cards import card
from tests.recognition.samples import BLANK, digit_files
from tests.recognition.test_numbers import written

pytestmark = pytest.mark.usefixtures("recognizer")  # TensorFlow is there: nothing below loads it anew


@pytest.fixture
def folder(tmp_path):
    (content, _), *_ = digit_files(1)
    (tmp_path / "數字 7.png").write_bytes(content)
    (tmp_path / "blank.png").write_bytes(BLANK)
    (tmp_path / "letter.txt").write_text("Dear teacher")
    (tmp_path / "empty.png").touch()
    (tmp_path / "folder.png").mkdir()
    return tmp_path


def run(capsys, *arguments: object) -> tuple[int, list[dict[str, Any]], str]:
    status = command_line.main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_command_prints_json_alone_and_nothing_of_tensorflow(folder):
    command = [sys.executable, "-m", "recognition", folder / "數字 7.png", folder / "letter.txt"]
    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True)
    digit, letter = map(json.loads, done.stdout.splitlines())
    assert (digit["label"], set(letter)) == (7, {"file", "error"})
    assert (done.returncode, done.stderr) == (1, "")


def test_each_file_is_a_line_with_label_probabilities_and_reason(folder, capsys):
    status, (digit, blank), _ = run(capsys, folder / "數字 7.png", folder / "blank.png")
    assert status == 0
    assert set(digit) == set(blank) == {"file", "label", "probabilities", "reason"}
    assert (digit["file"], digit["label"], digit["reason"]) == (str(folder / "數字 7.png"), 7, None)
    assert len(digit["probabilities"]) == 10
    assert max(digit["probabilities"]) == digit["probabilities"][7]
    assert (blank["label"], blank["reason"]) == (None, "blank")


def test_several_digits_are_a_number_and_a_list_with_their_boxes(tmp_path, capsys):
    written("1984").save(tmp_path / "year.png")
    status, (year,), _ = run(capsys, tmp_path / "year.png")
    assert (status, year["label"], year["number"], year["reason"]) == (0, None, "1984", None)
    assert [found["label"] for found in year["digits"]] == [1, 9, 8, 4]
    assert all({"box", "probabilities"} <= set(found) for found in year["digits"])


def test_bad_files_are_said_and_the_others_still_read(folder, capsys):
    names = ("letter.txt", "empty.png", "folder.png", "missing.png", "nul\x00.png", "數字 7.png")
    status, answers, _ = run(capsys, *(folder / name for name in names))
    assert status == 1
    assert [set(answer) for answer in answers[:-1]] == [{"file", "error"}] * 5
    assert [answer["file"] for answer in answers] == [str(folder / name) for name in names]
    assert "Send a PNG" in answers[0]["error"]
    assert "No such file" in answers[3]["error"]
    assert answers[-1]["label"] == 7


def test_endless_file_is_too_large(capsys):
    status, (answer,), _ = run(capsys, "/dev/zero")
    assert (status, set(answer)) == (1, {"file", "error"})
    assert "up to 20 MiB" in answer["error"]


def test_unknown_model_is_one_sentence_and_status_2(folder, capsys):
    status, answers, said = run(capsys, folder / "blank.png", "--model", "no-such-model")
    assert (status, answers) == (2, [])
    assert said.count("\n") == 1
    assert "There is no model 'no-such-model'" in said


def test_damaged_model_is_one_sentence_and_status_2(folder, capsys):
    saved = save_model(b"no network", card())
    status, answers, said = run(capsys, folder / "blank.png", "--model", saved.id)
    assert (status, answers) == (2, [])
    assert saved.id in said
    assert "Traceback" not in said


def test_without_a_file_the_usage_is_shown(capsys):
    with pytest.raises(SystemExit) as caught:
        run(capsys)
    assert caught.value.code == 2
    assert "usage: python -m recognition" in capsys.readouterr().err
