"""Exports: every format is written, opened with its own runtime, checked and kept; a wrong file is thrown away."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import image_data
from base import settings
from base.errors import ExportFailedError, ExportNotReadyError, ModelError, UnknownFormatError
from base.jobs.job_process import JobProcess
from conversion import WORKER
from conversion.check import Check
from conversion.export_cache import CHUNK_BYTES, find_export, save_export, stream_export
from conversion.exports import make_export
from conversion.formats import FORMATS, KERAS, find_format
from model_store import get_card, read_model, save_model
from tests.model_store.cards import card
from tests.recognition.networks import diverged, file_of, network

MADE = [name for name in FORMATS if name != KERAS.id]
CHECK = Check(100, 100, 2.4e-7, "a runtime")
ONNX = FORMATS["onnx"]
# The page's weights are rounded.
CLOSE = {"html": 1e-4}


@pytest.mark.usefixtures("_like_the_worker")
@pytest.mark.parametrize("model", ["tiny-16", "digits-cnn"])
@pytest.mark.parametrize("format_name", MADE)
def test_exported_file_answers_as_the_model_does(model, format_name, tmp_path):
    from base.keras_models.files import model_from_bytes
    from conversion.worker.export import export
    from conversion.worker.runtimes import RUNTIMES

    (tmp_path / "model.keras").write_bytes(read_model(model))
    (tmp_path / "card.json").write_text(get_card(model).to_json(), "utf-8")
    check = export(tmp_path, format_name, "mnist")
    assert (check.images, check.same_labels) == (100, 100)
    assert check.largest_difference < CLOSE.get(format_name, 1e-5)
    # Pictures that the check did not see, and another number of them than one call of the runtime had before.
    images = np.divide(image_data.load("mnist").x_test[200:230], 255, dtype=np.float32)
    theirs = RUNTIMES[format_name].ask(tmp_path / f"export{FORMATS[format_name].suffix}", images)
    np.testing.assert_allclose(
        theirs, np.asarray(model_from_bytes(read_model(model))(images)), atol=CLOSE.get(format_name, 1e-5)
    )


@pytest.mark.usefixtures("_like_the_worker")
def test_file_that_answers_otherwise_is_refused(tmp_path, monkeypatch):
    from conversion.worker.export import export
    from conversion.worker.writers import WRITERS

    (tmp_path / "model.keras").write_bytes(read_model("tiny-16"))
    monkeypatch.setitem(WRITERS, "h5", lambda _model, path: network(28, 28).save(path))
    with pytest.raises(ExportFailedError, match="labels alike"):
        export(tmp_path, "h5", "mnist")


@pytest.mark.usefixtures("_like_the_worker")
def test_network_that_answers_no_numbers_is_refused(tmp_path):
    from conversion.worker.export import export

    (tmp_path / "model.keras").write_bytes(file_of(diverged()))
    with pytest.raises(ExportFailedError, match="0% numbers"):
        export(tmp_path, "h5", "mnist")


def test_export_is_made_in_a_process_of_its_own_and_kept_with_its_check():
    tiny = get_card("tiny-16")
    made = make_export(tiny, ONNX, JobProcess(WORKER).run)
    content = b"".join(stream_export(tiny, ONNX))
    assert made.check.runtime == "ONNX reference evaluator"
    assert (len(content), made.model_sha256) == (made.size, tiny.sha256)
    # A second one is found: a process that starts nothing would have been asked in vain.
    idle = JobProcess(WORKER)
    idle.stop()
    assert make_export(tiny, ONNX, idle.run) == made


def test_refusal_of_the_process_is_the_callers_refusal():
    saved = save_model(file_of(diverged()), card())
    with pytest.raises(ExportFailedError, match="0% numbers"):
        make_export(saved, FORMATS["h5"], JobProcess(WORKER).run)
    assert find_export(saved, FORMATS["h5"]) is None


def test_export_of_another_file_than_the_models_is_not_found():
    saved = save_model(b"content", card())
    save_export(saved, ONNX, b"exported", CHECK)
    assert find_export(saved, ONNX) is not None
    assert find_export(card(id=saved.id, sha256="0" * 64), ONNX) is None


@pytest.mark.parametrize("record", ["", "{", "[]", '{"check": {}}', '{"check": 3}'])
def test_record_that_cannot_be_read_is_no_export(record, tmp_path):
    saved = save_model(b"content", card())
    save_export(saved, ONNX, b"exported", CHECK)
    (tmp_path / "models" / saved.id / "exports" / "onnx.json").write_text(record)
    assert find_export(saved, ONNX) is None


def test_large_export_is_given_piece_by_piece():
    saved = save_model(b"content", card())
    save_export(saved, ONNX, bytes(2 * CHUNK_BYTES + 5), CHECK)
    assert [len(piece) for piece in stream_export(saved, ONNX)] == [CHUNK_BYTES, CHUNK_BYTES, 5]


def test_export_that_is_gone_is_told_before_the_first_byte():
    with pytest.raises(ExportNotReadyError):
        stream_export(save_model(b"content", card()), ONNX)


def test_store_that_cannot_be_written_to_is_told(tmp_path):
    saved = save_model(b"content", card())
    (tmp_path / "models" / saved.id / "exports").write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="could not be saved"):
        save_export(saved, ONNX, b"exported", CHECK)
    assert find_export(saved, ONNX) is None


def test_unknown_format_is_refused_with_those_that_there_are():
    with pytest.raises(UnknownFormatError, match="keras, h5, savedmodel, tflite, onnx, html"):
        find_format("pickle")


def test_command_line_writes_the_file_and_prints_the_check(tmp_path):
    out = tmp_path / "tiny.tflite"
    command = [sys.executable, "-m", "conversion", "export", "tiny-16", "tflite", "--out", str(out)]
    told = json.loads(subprocess.run(command, cwd=settings.ROOT, capture_output=True, check=True).stdout)
    assert (told["model"], told["format"], told["size"]) == ("tiny-16", "tflite", out.stat().st_size)
    assert told["check"]["same_labels"] == 100
    assert out.read_bytes()[4:8] == b"TFL3"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nobody", "keras", "--out", "x"), "no model 'nobody'"),
        (("tiny-16", "keras", "--out", "/no/such/folder/x"), "No such file or directory"),
    ],
)
def test_command_line_says_what_is_wrong(arguments, sentence, capsys):
    from conversion.__main__ import main

    assert main(["export", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_command_line_gives_the_stores_own_file_as_it_is(tmp_path: Path, capsys):
    from conversion.__main__ import main

    assert main(["export", "tiny-16", "keras", "--out", str(tmp_path / "tiny.keras")]) == 0
    assert (tmp_path / "tiny.keras").read_bytes() == read_model("tiny-16")
    assert json.loads(capsys.readouterr().out)["sha256"] == get_card("tiny-16").sha256
