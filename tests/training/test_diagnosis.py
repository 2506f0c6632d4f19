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


@pytest.mark.parametrize(
    "name",
    [
        "healthy",
        "dropout",
        "slow",
        "restless",
        "SGD at 0.5, restless",
        "SGD at 1, one layer",
        "Adam at 0.03, noise",
        "dropout, tested on the test pictures",
    ],
)
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
        ("SGD at 1, worse by the epoch", Trouble.DIVERGING, 4, 1.5),
        ("SGD at 1, another seed", Trouble.DIVERGING, 5, -0.2),
        ("SGD at 1, few pictures", Trouble.DIVERGING, 9, 19.3),
        ("SGD with momentum, down to guessing", Trouble.DIVERGING, 2, -0.2),
        ("overfitting in the lesson", Trouble.OVERFITTING, 5, 2.3),
        ("overfitting on garments", Trouble.OVERFITTING, 7, 5.5),
        ("Adam at 0.1, a plateau", Trouble.PLATEAU, 10, 3.1),
        ("RMSprop at 0.1, a plateau", Trouble.PLATEAU, 10, 0.7),
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


@pytest.mark.parametrize("name", [name for name in KEPT if name.startswith("SGD at 1,")])
def test_a_learning_rate_of_1_is_never_called_overfitting_at_any_epoch(name: str) -> None:
    history = real(name)
    for epochs in range(1, len(history["loss"]) + 1):
        diagnosis = diagnose({figure: values[:epochs] for figure, values in history.items()})
        assert diagnosis is None or diagnosis.kind is not Trouble.OVERFITTING


@pytest.mark.parametrize("start", [0.05, 0.3, 0.88, 1.6, 2.3, 20.0, 5000.0])
@pytest.mark.parametrize("growth", [1.05, 1.1, 1.3, 2.0])
def test_a_training_loss_that_grows_from_any_start_diverges(start: float, growth: float) -> None:
    loss = [start * growth**epoch for epoch in range(12)]
    history = {"loss": loss, "accuracy": [0.9] * 12, "val_loss": [value * 0.9 for value in loss]}
    diagnosis = diagnose({**history, "val_accuracy": [0.9] * 12})
    if loss[-1] - loss[0] < 0.1:
        assert diagnosis is None, "a small loss that wavers is no danger"
    else:
        assert diagnosis is not None
        assert diagnosis.kind is Trouble.DIVERGING


def test_a_loss_that_grows_from_the_first_epoch_on_is_named_at_the_second() -> None:
    assert diagnose({"loss": [0.88, 1.24], "accuracy": [0.72, 0.48]}) == Diagnosis(Trouble.DIVERGING, 2)


def test_a_learning_rate_too_high_is_named_also_where_validation_turned_up() -> None:
    history = {
        "loss": [0.88, 1.6, 1.45, 1.4, 1.35, 1.3, 1.25, 1.24],
        "accuracy": [0.7, 0.4, 0.42, 0.44, 0.45, 0.46, 0.47, 0.48],
        "val_loss": [1.3, 1.2, 1.1, 1.15, 1.3, 1.35, 1.4, 1.45],
        "val_accuracy": [0.4, 0.45, 0.5, 0.5, 0.45, 0.44, 0.43, 0.42],
    }
    for epochs in range(2, 9):
        diagnosis = diagnose({figure: values[:epochs] for figure, values in history.items()})
        assert diagnosis is not None
        assert (diagnosis.kind, diagnosis.epoch) == (Trouble.DIVERGING, 2)


def test_noise_around_a_plateau_is_neither_divergence_nor_overfitting() -> None:
    others, named = 0, 0
    for seed in range(200):
        dice = random.Random(seed)
        loss = [1.7 * (1 + dice.gauss(0, 0.05)) for _epoch in range(15)]
        val_loss = [1.7 * (1 + dice.gauss(0, 0.08)) for _epoch in range(15)]
        accuracy = [0.35 + dice.gauss(0, 0.03) for _epoch in range(15)]
        history = {"loss": loss, "accuracy": accuracy, "val_loss": val_loss, "val_accuracy": accuracy}
        diagnosis = diagnose(history)
        is_plateau = diagnosis is not None and diagnosis.kind is Trouble.PLATEAU
        named += is_plateau
        others += diagnosis is not None and not is_plateau
    assert others <= 4
    assert named >= 140


def flat(level: float, epochs: int) -> list[float]:
    """A loss that falls for four epochs, and then hardly at all."""
    return [level + 0.6 * 0.3**epoch for epoch in range(epochs)]


@pytest.mark.parametrize(("accuracy", "level"), [(0.33, 1.7), (0.5, 1.2)])
def test_a_plateau_far_from_what_networks_reach_is_named(accuracy: float, level: float) -> None:
    history = {"loss": flat(level, 12), "val_loss": flat(level, 12)}
    history |= {"accuracy": [accuracy] * 12, "val_accuracy": [accuracy - 0.01] * 12}
    assert diagnose({figure: values[:4] for figure, values in history.items()}) is None
    diagnosis = diagnose(history)
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.epoch) == (Trouble.PLATEAU, 12)


@pytest.mark.parametrize(
    "changes",
    [
        {"accuracy": [0.9] * 12, "val_accuracy": [0.88] * 12},
        # As with much dropout.
        {"val_accuracy": [0.9] * 12},
        # It still falls, if slowly.
        {"loss": [2.0 * 0.99**epoch for epoch in range(12)], "val_loss": [2.0 * 0.99**epoch for epoch in range(12)]},
        {"val_loss": [2.0 * 0.95**epoch for epoch in range(12)]},
    ],
)
def test_what_reads_well_or_still_falls_is_on_no_plateau(changes: History) -> None:
    history = {"loss": flat(1.7, 12), "val_loss": flat(1.7, 12), "accuracy": [0.33] * 12, "val_accuracy": [0.33] * 12}
    assert diagnose(history | changes) is None


def test_without_a_validation_no_plateau_is_named() -> None:
    assert diagnose({"loss": flat(1.7, 12), "accuracy": [0.33] * 12}) is None


# Validation losses of 25 epochs while the training accuracy rose to 99.9 %.
RISEN_IN_NOISE = {
    5: (
        *(0.267, 0.207, 0.19, 0.179, 0.178, 0.204, 0.19, 0.205, 0.195, 0.249, 0.222, 0.194, 0.196),
        *(0.167, 0.206, 0.205, 0.183, 0.196, 0.197, 0.196, 0.2, 0.203, 0.206, 0.21, 0.213),
    ),
    3: (
        *(0.223, 0.166, 0.143, 0.164, 0.161, 0.149, 0.163, 0.18, 0.159, 0.171, 0.178, 0.218, 0.176),
        *(0.186, 0.19, 0.207, 0.214, 0.192, 0.235, 0.181, 0.216, 0.181, 0.173, 0.171, 0.174),
    ),
}


@pytest.mark.parametrize("epoch", RISEN_IN_NOISE)
def test_overfitting_that_noise_hides_from_three_epochs_shows_in_many(epoch: int) -> None:
    loss = [0.3 * 0.85**epoch for epoch in range(25)]
    assert diagnose({"loss": loss, "val_loss": list(RISEN_IN_NOISE[epoch])}) == Diagnosis(Trouble.OVERFITTING, epoch)


def test_a_validation_loss_that_settles_in_noise_is_seldom_called_overfitting() -> None:
    alarms = 0
    for seed in range(200):
        dice = random.Random(seed)
        val_loss = [(0.15 + 0.2 * 0.7**epoch) * (1 + dice.gauss(0, 0.03)) for epoch in range(25)]
        alarms += diagnose({"loss": [0.3 * 0.85**epoch for epoch in range(25)], "val_loss": val_loss}) is not None
    assert alarms <= 16


@pytest.mark.parametrize("floor", [0.001, 0.02, 0.3, 1.0])
def test_of_a_healthy_run_with_noise_nothing_is_said_at_any_epoch(floor: float) -> None:
    for seed in range(50):
        dice = random.Random(seed)
        loss = [(floor + 0.6 * 0.6**epoch) * (1 + dice.gauss(0, 0.04)) for epoch in range(20)]
        val_loss = [value * 1.05 + 0.02 * (1 + dice.gauss(0, 0.04)) for value in loss]
        for epochs in range(1, 21):
            assert diagnose({"loss": loss[:epochs], "val_loss": val_loss[:epochs]}) is None, (seed, epochs)


@pytest.mark.parametrize("bottom", [2, 5, 9])
@pytest.mark.parametrize("level", [0.1, 0.4, 1.2])
def test_learning_by_heart_is_named_wherever_it_begins(bottom: int, level: float) -> None:
    loss = [level * 0.8**epoch for epoch in range(20)]
    val_loss = [level * (1 + 0.1 * abs(epoch - bottom)) for epoch in range(20)]
    diagnosis = diagnose({"loss": loss, "val_loss": val_loss})
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.epoch) == (Trouble.OVERFITTING, bottom + 1)


def test_whoever_knows_their_own_pictures_worse_than_others_has_learnt_nothing_by_heart() -> None:
    val_loss = [0.5, 0.3, 0.2, 0.21, 0.22, 0.23, 0.24]
    assert diagnose({"loss": [value + 0.3 for value in FALLING[:7]], "val_loss": val_loss}) is None
