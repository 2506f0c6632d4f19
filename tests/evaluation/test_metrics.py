"""Figures are those of scikit-learn, and of arithmetic."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

import image_data
from evaluation.measurement_cache import Arrays
from evaluation.metrics import (
    bin_around,
    by_class,
    calibration_error,
    confusion,
    in_cell,
    mistakes,
    reliability,
    right_answers,
    wilson_interval,
)
from model_store import get_card

Answers = tuple[NDArray[np.float32], NDArray[np.uint8]]


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """Any network's answers to up to 200 images."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, 200))
    peak = draw(st.floats(0.1, 20))
    logits = rng.normal(scale=peak, size=(count, 10))
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    labels = rng.integers(0, 10, count).astype(np.uint8)
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32), labels


@pytest.fixture
def tiny(tiny_predictions: Arrays) -> Answers:
    return tiny_predictions["probabilities"], image_data.load("mnist").y_test


def test_accuracy_is_that_of_the_models_card_and_of_scikit_learn(tiny: Answers) -> None:
    probabilities, labels = tiny
    card = get_card("tiny-16")
    assert right_answers(*tiny).mean() == accuracy_score(labels, probabilities.argmax(axis=1))
    assert right_answers(*tiny).mean() == pytest.approx(card.test_accuracy, abs=1e-4)


@given(answers())
def test_confusion_and_figures_by_class_are_scikit_learns(made: Answers) -> None:
    probabilities, labels = made
    predictions = probabilities.argmax(axis=1)
    matrix = confusion(*made)
    assert (matrix == confusion_matrix(labels, predictions, labels=range(10))).all()
    expected = precision_recall_fscore_support(labels, predictions, labels=range(10), zero_division=np.nan)
    figures = by_class(matrix)
    np.testing.assert_allclose([each.precision for each in figures], expected[0])
    np.testing.assert_allclose([each.recall for each in figures], expected[1])
    assert [each.count for each in figures] == list(expected[3])


@given(answers())
def test_reliability_is_scikit_learns_calibration_curve_of_the_surest_class(made: Answers) -> None:
    probabilities, _labels = made
    accuracy, confidence = calibration_curve(right_answers(*made), probabilities.max(axis=1), n_bins=10)
    bins = reliability(*made)
    np.testing.assert_allclose([each.accuracy for each in bins], accuracy, atol=1e-6)
    np.testing.assert_allclose([each.confidence for each in bins], confidence, atol=1e-6)
    assert sum(each.count for each in bins) == len(probabilities)


def test_calibration_error_is_the_mean_distance_weighted_by_answers() -> None:
    sure = np.full((10, 10), 0.02 / 9, np.float32)
    sure[:, 0] = 0.98
    unsure = np.full((30, 10), 0.4 / 9, np.float32)
    unsure[:, 0] = 0.6
    labels = np.array([0] * 9 + [1] + [0] * 15 + [1] * 15)
    bins = reliability(np.concatenate([sure, unsure]), labels)
    assert [each.count for each in bins] == [30, 10]
    assert calibration_error(bins) == pytest.approx((30 * 0.1 + 10 * 0.08) / 40)


def test_about_90_percent_sure_counts_those_answers_alone() -> None:
    probabilities = np.zeros((4, 10), np.float32)
    probabilities[:, 3] = (0.84, 0.86, 0.94, 0.96)
    labels = np.array([3, 3, 5, 3])
    about = bin_around(probabilities, labels, 0.9, 0.05)
    assert about is not None
    assert (about.count, about.accuracy) == (2, 0.5)
    assert bin_around(probabilities, labels, 0.5, 0.05) is None


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    # As statsmodels' proportion_confint(right, count, method="wilson") and R's prop.test(correct=FALSE) give them.
    [(9468, 10_000, 0.94223, 0.95102), (8, 10, 0.49016, 0.94332), (0, 10, 0.0, 0.27754), (10, 10, 0.72247, 1.0)],
)
def test_interval_is_wilsons(right: int, count: int, low: float, high: float) -> None:
    assert wilson_interval(right, count) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(0, 500), st.integers(0, 500))
def test_interval_holds_the_share_and_stays_between_0_and_1(right: int, wrong: int) -> None:
    low, high = wilson_interval(right, right + wrong)
    assert 0.0 <= low <= high <= 1.0
    if right + wrong:
        assert low - 1e-9 <= right / (right + wrong) <= high + 1e-9


def test_interval_holds_the_true_accuracy_19_times_in_20() -> None:
    rng = np.random.default_rng(1)
    truths = rng.uniform(0.5, 1, 4000)
    intervals = [wilson_interval(int(rng.binomial(50, truth)), 50) for truth in truths]
    hits = [low <= truth <= high for truth, (low, high) in zip(truths, intervals, strict=True)]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.015)


@given(answers())
def test_mistakes_are_all_that_is_wrong_and_fall_in_sureness(made: Answers) -> None:
    probabilities, labels = made
    places = mistakes(*made)
    assert set(places) == set(np.flatnonzero(probabilities.argmax(axis=1) != labels))
    assert (np.diff(probabilities[places].max(axis=1)) <= 0).all()


def test_cells_hold_every_image_once(tiny: Answers) -> None:
    matrix = confusion(*tiny)
    cells = {(label, read): in_cell(*tiny, label, read) for label in range(10) for read in range(10)}
    assert all(len(places) == matrix[cell] for cell, places in cells.items())
    assert sorted(np.concatenate(list(cells.values()))) == list(range(10_000))


def test_class_without_an_image_or_an_answer_has_no_share() -> None:
    (figures, *_others) = by_class(np.diag([0] + [3] * 9))
    assert math.isnan(figures.precision)
    assert math.isnan(figures.recall)
