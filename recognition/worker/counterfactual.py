"""Counterfactual explanations: the smallest change of a drawing that flips the answer. NumPy alone."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

STEPS = 24
HALVINGS = 10
SWEEPS = 15
SETTLED = 1e-3
# The target logit's lead to aim at: on the boundary itself, rounding to 255ths would decide;
LEAD = 0.1
# it grows by this factor at each step until a picture is found, as the boundary is curved.
GROWTH = 1.1
# The largest weight of the step that starts from the drawing itself, which keeps the search near it.
MOST_BIAS = 0.1
# After each success the search moves back by this share and looks for a nearer picture.
RETREAT = 0.1
LEVELS = 255

Image = NDArray[np.float32]
LogitsAndGradients = Callable[[Image], tuple[NDArray[np.float32], NDArray[np.float32]]]


def smallest_change(
    image: Image, target: int, logits_and_gradients: LogitsAndGradients, is_target: Callable[[Image], bool]
) -> Image | None:
    """Find the picture nearest to a drawing, in squared distance, that a network reads as another digit.

    Each step linearizes the network at the current picture, and moves to the nearest such picture within the pixels'
    range, kept close to the drawing; then a bisection moves back towards the drawing. The result is a local optimum:
    the boundary is curved, and there may be a nearer picture elsewhere.

    Args:
        image: float32 (28, 28), 0.0 paper to 1.0 ink.
        target: the class to reach.
        logits_and_gradients: returns for a picture each class's logit, (classes,), and the logits' gradients with
            respect to the pixels, (classes, 28, 28).
        is_target: whether a picture is read as the target.

    Returns:
        float32 (28, 28), whole 255ths from 0.0 to 1.0, read as the target; None if none was found.

    Sources: Moosavi-Dezfooli and others 2016, "DeepFool"; Croce, Hein 2020, "Minimally distorted adversarial examples
    with a fast adaptive boundary attack", algorithm 1, for the bias and the retreat, here with all rivals at once.
    """
    found: Image | None = None
    at, lead = image, LEAD
    for _step in range(STEPS):
        logits, gradients = logits_and_gradients(at)
        rivals = np.arange(len(logits)) != target
        short = lead - (logits[target] - logits[rivals])
        at = _towards(image, at, short, gradients[target] - gradients[rivals], 0.0 if found is None else MOST_BIAS)
        if is_target(in_levels(at)):
            if found is None or distance(image, at) < distance(image, found):
                found = at
            at, lead = image + (1 - RETREAT) * (at - image), LEAD
        elif found is None:
            lead *= GROWTH
    return None if found is None else _bisect(image, found, is_target)


def in_levels(image: Image) -> Image:
    """Round a picture to eight bits, so that the picture shown is the one that was tested."""
    return np.round(image * LEVELS) / np.float32(LEVELS)


def distance(one: Image, other: Image) -> float:
    """Return the Euclidean distance of two pictures."""
    return float(np.linalg.norm(one - other))


def _towards(
    image: Image, at: Image, short: NDArray[np.float32], gradients: NDArray[np.float32], most_bias: float
) -> Image:
    """Take one step, from the missing lead over each rival class and the leads' gradients."""
    near = _nearest(at, short, gradients)
    short_at_image = short - np.tensordot(gradients, image - at, 2)
    near_image = _nearest(image, short_at_image, gradients)
    ahead, back = distance(near, at), distance(near_image, image)
    bias = min(most_bias, ahead / (ahead + back)) if ahead + back else 0.0
    return ((1 - bias) * near + bias * near_image).astype(np.float32)


def _nearest(start: Image, short: NDArray[np.float32], gradients: NDArray[np.float32]) -> Image:
    """Return the picture nearest to a start at which all leads, linearized there, have risen by the missing amounts.

    It is the start moved along the gradients, within the pixels' range; the length along each is found by coordinate
    ascent with Newton's steps (Hildreth 1957, "A quadratic programming procedure").
    """
    lengths = np.zeros(len(short))
    moved = start.astype(np.float64)
    for _sweep in range(SWEEPS):
        before = lengths.copy()
        for rival, gradient in enumerate(gradients):
            left = short[rival] - np.sum(gradient * (np.clip(moved, 0, 1) - start))
            # A pixel that is paper or full ink can only move in one direction.
            free = ((moved > 0) | (gradient > 0)) & ((moved < 1) | (gradient < 0))
            power = np.sum(gradient**2, where=free)
            if power and (left > 0 or lengths[rival] > 0):
                length = max(0.0, lengths[rival] + left / power)
                moved += (length - lengths[rival]) * gradient
                lengths[rival] = length
        if np.allclose(lengths, before, rtol=SETTLED):
            break
    return np.clip(moved, 0, 1).astype(np.float32)


def _bisect(image: Image, found: Image, is_target: Callable[[Image], bool]) -> Image:
    """Return the nearest picture on the line from a drawing to one that is read as the target."""
    low, high = 0.0, 1.0
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        if is_target(in_levels(image + np.float32(middle) * (found - image))):
            high = middle
        else:
            low = middle
    return in_levels(image + np.float32(high) * (found - image))
