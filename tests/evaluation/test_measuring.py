"""A measurement is made once in a process of its own, kept beside the model, and found again."""

import time

import numpy as np
import pytest

import image_data
from base.errors import JobError
from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs
from evaluation import WORKER, measurement_cache
from evaluation.evaluation_board import EvaluationBoard
from evaluation.measurement_cache import find_arrays, save_arrays
from evaluation.measuring import measure
from model_store import get_card, save_model, store_folder
from tests.model_store.cards import card

TIMEOUT_S = 60


def test_predictions_are_those_that_the_models_card_tells(tiny_predictions) -> None:
    labels = image_data.load("mnist").y_test
    probabilities = tiny_predictions["probabilities"]
    assert probabilities.shape == (10_000, 10)
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (probabilities.argmax(axis=1) == labels).mean() == pytest.approx(get_card("tiny-16").test_accuracy, abs=1e-4)
    assert 0.9 < tiny_predictions["train_accuracy"] < 1.0
    assert 0.0 < tiny_predictions["train_loss"] < 0.3


def test_what_was_kept_is_found_and_not_measured_again() -> None:
    saved = save_model(b"content", card())
    save_arrays(saved, "predictions", {"probabilities": np.eye(10, dtype=np.float32)})
    idle = JobProcess(WORKER)
    idle.stop()
    found = measure(saved, "predictions", idle.run)
    assert (found["probabilities"] == np.eye(10)).all()
    with pytest.raises(ValueError, match="read-only"):
        found["probabilities"][0, 0] = 2


def test_what_was_measured_with_another_file_or_is_damaged_is_not_found() -> None:
    saved = save_model(b"content", card())
    save_arrays(saved, "predictions", {"probabilities": np.eye(10)})
    assert find_arrays(card(id=saved.id, sha256="0" * 64), "predictions") is None
    store_folder().write(f"{saved.id}/evaluation/predictions.npz", b"PK\x03\x04 half")
    assert find_arrays(saved, "predictions") is None


def test_what_an_earlier_version_measured_is_measured_anew(monkeypatch) -> None:
    saved = save_model(b"content", card())
    monkeypatch.setattr(measurement_cache, "FORM", measurement_cache.FORM - 1)
    save_arrays(saved, "predictions", {"probabilities": np.eye(10)})
    assert find_arrays(saved, "predictions") is not None
    monkeypatch.undo()
    assert find_arrays(saved, "predictions") is None


def test_board_tells_where_a_measurement_stands_and_what_it_found() -> None:
    tiny = get_card("tiny-16")
    save_arrays(tiny, "predictions", {"probabilities": np.eye(10)})
    board = EvaluationBoard()
    assert board.job(tiny, "predictions") is None
    board.request("mei", tiny, "predictions")
    found = board.find(tiny, "predictions")
    assert found is not None
    assert (found["probabilities"] == np.eye(10)).all()
    board.close()


def test_measurement_that_fails_is_told_and_leaves_nothing() -> None:
    tiny = get_card("tiny-16")
    board = EvaluationBoard(Jobs(JobProcess(WORKER, timeout_s=0.2)))
    board.request("mei", tiny, "predictions")
    assert isinstance(_ended(board).error, JobError)
    assert board.find(tiny, "predictions") is None
    board.close()


def _ended(board: EvaluationBoard) -> Job:
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        job = board.job(get_card("tiny-16"), "predictions")
        if job is not None and not job.is_active:
            return job
        time.sleep(0.01)
    raise AssertionError("The measurement did not end.")
