"""Stress, measured for real on a shipped network."""

import numpy as np

import image_data
from evaluation.distortions import DISTORTIONS
from evaluation.measurement_cache import Arrays
from evaluation.metrics import right_answers

PARTS = ("levels", "right", "sample")
# As evaluation.worker.stress, which needs TensorFlow.
IMAGES, SEED = 1000, 28


def test_every_kind_begins_with_the_undistorted_images(tiny_stress: Arrays, tiny_predictions: Arrays) -> None:
    chosen = np.random.default_rng(SEED).choice(10_000, IMAGES, replace=False)
    labels = image_data.load("mnist").y_test[chosen]
    right = int(right_answers(tiny_predictions["probabilities"][chosen], labels).sum())
    assert set(tiny_stress) == {"count", *(f"{kind}_{what}" for kind in DISTORTIONS for what in PARTS)}
    assert int(tiny_stress["count"]) == IMAGES
    assert {kind: int(tiny_stress[f"{kind}_right"][0]) for kind in DISTORTIONS} == dict.fromkeys(DISTORTIONS, right)


def test_stress_hurts_and_a_small_network_cannot_bear_a_shift(tiny_stress: Arrays) -> None:
    for kind, distortion in DISTORTIONS.items():
        right = tiny_stress[f"{kind}_right"]
        assert right.shape == (len(distortion.levels),)
        assert right[-1] < right[0] - 100, kind
    assert tiny_stress["shift_right"][1] > 800
    assert tiny_stress["shift_right"][-1] < 300
