"""The smallest change that flips an answer is one, stays a picture, and is about as small as it can be."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from image_data import load
from recognition.worker.counterfactual import distance, in_levels, smallest_change


class Linear:
    """A softmax without hidden layers: its boundaries are planes, so the nearest one is known."""

    def __init__(self, weights: np.ndarray) -> None:
        self._weights = weights

    def logits(self, image: np.ndarray):
        return image.reshape(-1) @ self._weights

    def logits_and_gradients(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.logits(image), self._weights.T.reshape(10, 28, 28)

    def reads(self, target: int) -> Callable[[np.ndarray], bool]:
        return lambda image: int(self.logits(image).argmax()) == target


@pytest.fixture
def linear() -> Linear:
    return Linear(np.random.default_rng(5).normal(0, 0.1, (784, 10)).astype(np.float32))


def test_of_a_linear_network_it_is_the_distance_to_the_boundary(linear: Linear) -> None:
    """Grey, so that no pixel reaches its bound; and two classes alone, so that one plane is in the way."""
    image = np.full((28, 28), 0.5, np.float32)
    weights = linear._weights.copy()
    weights[:, 2:] = 0
    weights[:, 0] = np.abs(weights[:, 0])
    two = Linear(weights)
    changed = smallest_change(image, 1, two.logits_and_gradients, two.reads(1))
    assert changed is not None
    direction = weights[:, 1] - weights[:, 0]
    closed_form = float(-(image.reshape(-1) @ direction) / np.linalg.norm(direction))
    assert closed_form > 0.5
    assert two.reads(1)(changed)
    assert distance(image, changed) == pytest.approx(closed_form, rel=0.03)


def test_within_pixels_and_among_ten_classes_it_is_nearly_as_near_as_a_solver_finds(linear: Linear) -> None:
    """Against SciPy's solver of the same problem, with every pixel bounded and every rival in the way."""
    from scipy.optimize import minimize

    image = load("mnist").x_test[0] / np.float32(255)
    target = int(np.argsort(linear.logits(image))[0])
    changed = smallest_change(image, target, linear.logits_and_gradients, linear.reads(target))
    assert changed is not None
    rivals = [other for other in range(10) if other != target]
    leads = (linear._weights[:, [target]] - linear._weights[:, rivals]).T.astype(np.float64)
    start = image.reshape(-1).astype(np.float64)
    solved = minimize(
        lambda at: 0.5 * ((at - start) ** 2).sum(),
        changed.reshape(-1),
        jac=lambda at: at - start,
        bounds=[(0, 1)] * 784,
        constraints={"type": "ineq", "fun": lambda at: leads @ at, "jac": lambda _at: leads},
        method="SLSQP",
        options={"maxiter": 50},
    )
    nearest = float(np.linalg.norm(solved.x - start))
    assert solved.success
    assert nearest * 0.99 <= distance(image, changed) <= nearest * 1.03


def test_what_no_change_brings_about_is_not_found() -> None:
    never = Linear(np.zeros((784, 10), np.float32))
    image = np.full((28, 28), 0.5, np.float32)
    assert smallest_change(image, 4, never.logits_and_gradients, never.reads(4)) is None


def _explained(model: str, digit: bytes, target: int) -> dict[str, Any]:
    from recognition.explain_query import FLIP, ExplainQuery
    from recognition.worker.explainer import Explainer

    return Explainer.load(model).answer(ExplainQuery(model, FLIP, digit, target=target))


@pytest.mark.parametrize(("model", "target"), [("tiny-16", 9), ("digits-cnn", 3)])
def test_changed_picture_is_read_as_the_target_by_the_one_who_answers_visitors(model: str, target: int) -> None:
    from recognition import Recognizer
    from recognition.packed import unpack

    digit = load("mnist").x_test[0]
    found = _explained(model, digit.tobytes(), target)
    changed = unpack(found["changed"])
    assert (found["found"], found["label"]) == (True, 7)
    assert changed.dtype == np.uint8
    assert changed.shape == (28, 28)
    probabilities, _ = Recognizer.load(model).read(changed[None])
    assert probabilities[0].argmax() == target
    difference = (changed.astype(float) - digit) / 255
    assert found["distance"] == pytest.approx(np.sqrt((difference**2).sum()), rel=1e-4)
    assert found["pixels"] == (difference != 0).sum()
    assert 0.1 < found["distance"] < 3


def test_levels_are_those_of_eight_bits() -> None:
    assert in_levels(np.array([0.0, 0.5, 1.0], np.float32)) == pytest.approx([0, 128 / 255, 1])
