"""What is said of a run: scripted figures in, sentences out."""

import dataclasses
import math

import pytest

from training.recipe.recipes import RECIPES
from training.results import Ending, TrainingResult
from training.runs.record import RunSnapshot
from training.runs.states import RunState
from ui.shared.loss_chart import curve_chart, value_domain
from ui.shared.run_words import (
    ending_sentence,
    gap_sentence,
    latest_figures,
    measured_gap_text,
    progress,
    progress_text,
    state_word,
    validation_sentence,
)

TINY = RECIPES["tiny-16"]
RESULT = TrainingResult(
    TINY, "", {"accuracy": [0.99]}, 0.1, 0.97, 1.0, 13_002, Ending.COMPLETE, kept_epoch=1, versions={}, sha256=""
)


def test_no_epoch_no_figures() -> None:
    assert latest_figures({}) == ""


@pytest.mark.parametrize(
    ("trained", "tested", "words"),
    [(0.99, 0.97, "overfitting"), (0.97, 0.968, "close together"), (0.90, 0.95, "dropout")],
)
def test_the_gap_between_training_and_test_is_named(trained: float, tested: float, words: str) -> None:
    result = dataclasses.replace(RESULT, history={"accuracy": [trained]}, test_accuracy=tested)
    assert words in gap_sentence(result)


def test_a_run_stopped_before_its_first_epoch_has_no_gap() -> None:
    assert gap_sentence(dataclasses.replace(RESULT, history={}, kept_epoch=0)) == ""


def test_progress_counts_the_epoch_under_way() -> None:
    run = RunSnapshot("r", TINY, RunState.RUNNING, epoch=11, epoch_fraction=0.5, seconds_left=125)
    assert progress(run) == pytest.approx(0.525)
    assert progress_text(run, is_ready=True) == "epoch 11 of 20 · 2 min 5 s left"


def test_a_running_run_without_an_epoch_is_being_built() -> None:
    assert progress_text(RunSnapshot("r", TINY, RunState.RUNNING), is_ready=True) == "the network is being built"


@pytest.mark.parametrize(("largest", "top"), [(0.31, 0.4), (0.6, 0.6), (2.3, 3.0), (0.09, 0.1)])
def test_the_loss_axis_ends_at_a_round_number_above_all_seen(largest: float, top: float) -> None:
    assert value_domain({"loss": [largest, 0.05]}, "loss") == pytest.approx((0.0, top))


def test_the_accuracy_axis_ends_at_one_and_shows_all_seen() -> None:
    assert value_domain({"accuracy": [0.87, 0.93], "val_accuracy": [0.83]}, "accuracy") == pytest.approx((0.8, 1.0))


def test_axes_have_bounds_before_the_first_epoch() -> None:
    assert value_domain({}, "loss") == (0.0, 1.0)
    assert value_domain({"loss": [math.nan]}, "loss") == (0.0, 1.0)
    assert value_domain({}, "accuracy") == (0.0, 1.0)


def test_the_epoch_axis_has_whole_numbers_within_the_run() -> None:
    spec = curve_chart({"loss": [0.5]}, "loss", "Loss", epochs=50, validation="split").to_dict()
    x = spec["encoding"]["x"]
    assert x["scale"]["domain"] == [1, 50]
    assert x["axis"]["values"] == list(range(1, 51, 5))


def test_training_is_solid_and_validation_dashed() -> None:
    spec = curve_chart({"loss": [0.5]}, "loss", "Loss", epochs=1, validation="split").to_dict()
    scale = spec["encoding"]["strokeDash"]["scale"]
    assert scale == {"domain": ["Training", "Validation"], "range": [[1, 0], [5, 4]]}


def test_without_validation_the_legend_names_training_alone() -> None:
    spec = curve_chart({"loss": [0.5]}, "loss", "Loss", epochs=3, validation="none").to_dict()
    assert spec["encoding"]["color"]["scale"]["domain"] == ["Training"]


def test_a_validation_on_the_test_set_is_called_so_and_a_trap() -> None:
    spec = curve_chart({"loss": [0.5]}, "loss", "Loss", epochs=3, validation="test").to_dict()
    assert spec["encoding"]["color"]["scale"]["domain"] == ["Training", "Validation (test set)"]
    assert [name for name, recipe in RECIPES.items() if validation_sentence(recipe)] == ["tiny-16"]
    assert "uses the test set here: a trap" in validation_sentence(TINY)


# --- How it ended


THREE = {"loss": [0.5, 0.2, 0.3], "accuracy": [0.9, 0.95, 0.99]}


@pytest.mark.parametrize(
    ("ending", "kept_epoch", "words"),
    [
        (Ending.COMPLETE, 3, ""),
        (Ending.COMPLETE, 2, "The best epoch, 2, was kept."),
        (Ending.STOPPED, 2, "You stopped it after epoch 3. The best epoch, 2, was kept."),
        (
            Ending.EARLY,
            2,
            "It stopped by itself after epoch 3: validation no longer got better. The best epoch, 2, was kept.",
        ),
        (Ending.DIVERGED, 2, "It was stopped in epoch 3: the loss is no longer a number. The best epoch, 2, was kept."),
    ],
)
def test_the_ending_and_what_was_kept_are_told(ending: Ending, kept_epoch: int, words: str) -> None:
    result = dataclasses.replace(RESULT, history=THREE, ending=ending, kept_epoch=kept_epoch)
    assert ending_sentence(result) == words


def test_a_run_stopped_in_its_first_epoch_says_so() -> None:
    result = dataclasses.replace(RESULT, history={}, ending=Ending.STOPPED, kept_epoch=0)
    assert ending_sentence(result) == "It stopped before epoch 1 ended."


def test_the_gap_is_that_of_the_epoch_that_was_kept() -> None:
    result = dataclasses.replace(RESULT, history=THREE, kept_epoch=2, test_accuracy=0.95)
    assert gap_sentence(result).startswith("Training 95.00\u00a0%, test 95.00\u00a0%")


@pytest.mark.parametrize(
    ("trained", "tested", "words"),
    [
        (0.991, 0.98, "That is overfitting."),
        (0.985, 0.98, "close together"),
        (0.95, 0.98, "the test has the easier pictures."),
    ],
)
def test_a_gap_that_was_measured_after_training_is_named(trained: float, tested: float, words: str) -> None:
    assert words in measured_gap_text(trained, tested)


@pytest.mark.parametrize(("wait_s", "words"), [(None, ""), (42.0, " · starts in about 42 s")])
def test_a_run_that_waits_tells_its_place_and_when_it_begins(wait_s: float | None, words: str) -> None:
    run = RunSnapshot("r", TINY, RunState.QUEUED, position=2, wait_s=wait_s)
    assert progress_text(run, is_ready=True) == "number 2 in the queue" + words


def test_every_state_has_a_word() -> None:
    assert len({state_word(run_state) for run_state in RunState}) == len(RunState)
