"""Naming what goes on: scripted figures, and those of real trainings kept in histories.json."""

import json
import math
import random
from pathlib import Path

import pytest

from training.diagnosis import Diagnosis, Trouble, diagnose
from training.results import History

KEPT = json.loads((Path(__file__).parent / "histories.json").read_text())
FALLING = [0.5 * 0.7**epoch for epoch in range(12)]


def real(name: str) -> History:
    """A real training's figures; JSON knows no NaN, so null stands for it."""
    return {
        figure: [math.nan if value is None else value for value in values]
        for figure, values in KEPT[name].items()
        if figure != "recipe"
    }


@pytest.mark.parametrize("name", ["healthy", "dropout", "slow", "restless"])
def test_of_a_real_training_that_goes_well_nothing_is_said_at_any_epoch(name: str) -> None:
    history = real(name)
    for epochs in range(1, len(history["loss"]) + 1):
        assert diagnose({figure: values[:epochs] for figure, values in history.items()}) is None


@pytest.mark.parametrize(
    ("name", "kind", "epoch", "gap_points"),
    [
        ("overfitting", Trouble.OVERFITTING, 17, 5.3),
        ("overfitting fast", Trouble.OVERFITTING, 10, 6.7),
        ("diverging", Trouble.DIVERGING, 1, -0.2),
        ("stuck at a tiny learning rate", Trouble.STUCK, 8, 1.7),
        ("stuck in six sigmoid layers", Trouble.STUCK, 6, -0.3),
    ],
)
def test_a_real_training_that_goes_wrong_is_named(name: str, kind: Trouble, epoch: int, gap_points: float) -> None:
    diagnosis = diagnose(real(name))
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.epoch) == (kind, epoch)
    assert diagnosis.gap_points == pytest.approx(gap_points, abs=0.1)


def test_overfitting_starts_at_the_lowest_validation_loss_with_the_gap_of_the_last_epoch() -> None:
    history = {
        "loss": FALLING[:7],
        "accuracy": [0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 0.99],
        "val_loss": [0.5, 0.4, 0.35, 0.37, 0.4, 0.44, 0.5],
        "val_accuracy": [0.82, 0.86, 0.88, 0.88, 0.87, 0.87, 0.865],
    }
    diagnosis = diagnose(history)
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.epoch) == (Trouble.OVERFITTING, 3)
    assert diagnosis.gap_points == pytest.approx(12.5)


def test_two_bad_epochs_are_no_overfitting_yet() -> None:
    assert diagnose({"loss": FALLING[:5], "val_loss": [0.5, 0.4, 0.35, 0.4, 0.45]}) is None


def test_a_validation_loss_that_comes_down_again_is_no_overfitting() -> None:
    assert diagnose({"loss": FALLING[:8], "val_loss": [0.5, 0.4, 0.35, 0.4, 0.45, 0.4, 0.34, 0.33]}) is None


def test_when_the_training_loss_rises_too_it_is_no_overfitting() -> None:
    loss = [0.5, 0.4, 0.35, 0.37, 0.4, 0.44, 0.5]
    assert diagnose({"loss": loss, "val_loss": loss}) is None


def test_without_a_validation_there_is_no_overfitting_to_see() -> None:
    assert diagnose({"loss": FALLING, "accuracy": [0.99] * 12}) is None


def test_noise_on_a_falling_validation_loss_never_looks_like_overfitting() -> None:
    for seed in range(200):
        dice = random.Random(seed)
        noisy = [0.5 * 0.9**epoch * (1 + dice.gauss(0, 0.05)) for epoch in range(12)]
        for epochs in range(1, 13):
            assert diagnose({"loss": FALLING[:epochs], "val_loss": noisy[:epochs]}) is None, seed


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_a_loss_that_is_no_number_diverges_at_its_epoch(broken: float) -> None:
    assert diagnose({"loss": [0.5, broken]}) == Diagnosis(Trouble.DIVERGING, 2)


def test_a_loss_that_was_low_and_is_as_bad_as_guessing_again_diverges_where_it_left() -> None:
    history = {"loss": [0.6, 0.4, 2.4, 2.31], "accuracy": [0.8, 0.85, 0.2, 0.1]}
    assert diagnose(history) == Diagnosis(Trouble.DIVERGING, 3)


def test_a_loss_that_starts_huge_and_falls_does_not_diverge() -> None:
    assert diagnose({"loss": [190.0, 2.6, 2.1], "accuracy": [0.2, 0.3, 0.4]}) is None


def test_two_epochs_are_too_few_to_call_it_stuck() -> None:
    assert diagnose({"loss": [2.31, 2.30], "accuracy": [0.1, 0.11]}) is None
    assert diagnose({"loss": [2.31, 2.30, 2.30], "accuracy": [0.1, 0.11, 0.1]}) == Diagnosis(Trouble.STUCK, 3)


def test_of_no_epoch_nothing_is_said() -> None:
    assert diagnose({}) is None
