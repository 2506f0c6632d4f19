"""Counterfactual explanations: the smallest change of a drawing that flips the answer. NumPy alone."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

STEPS = 24
HALVINGS = 10
SWEEPS = 15
SETTLED = 1e-3
# It aims at this lead of the target's logit: on the boundary itself, rounding to 255ths would decide;
LEAD = 0.1
# and, as long as nothing was found, step by step at more: behind a curved boundary.
GROWTH = 1.1
# How much of a step starts from the drawing itself, which keeps the search near it.
MOST_BIAS = 0.1
# After each success the search goes back by this share, and looks for a nearer one.
RETREAT = 0.1
LEVELS = 255

Image = NDArray[np.float32]
LogitsAndGradients = Callable[[Image], tuple[NDArray[np.float32], NDArray[np.float32]]]


def smallest_change(
    image: Image, target: int, logits_and_gradients: LogitsAndGradients, is_target: Callable[[Image], bool]
) -> Image | None:
    """The picture nearest to a drawing, in the sum of squared pixels, that a network reads as another digit.

    Where the network is, it is taken for linear: then the nearest such picture within the pixels' range is known. Step
    by step towards that, kept close to the drawing; then a bisection on the way back. It is what gradients find: the
    boundary is curved, and there may be a nearer one elsewhere.

    Args:
        image: float32 (28, 28), 0.0 paper to 1.0 ink.
        target: the class that it is to become.
        logits_and_gradients: of a picture, each class's logit, (classes,), and the logits' gradients with respect to
            the pixels, (classes, 28, 28).
        is_target: whether a picture is read as the target.

    Returns:
        float32 (28, 28), whole 255ths from 0.0 to 1.0, read as the target; None where none was found.

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
    """A picture as eight bits hold it: what is shown must be what was tried."""
    return np.round(image * LEVELS) / np.float32(LEVELS)


def distance(one: Image, other: Image) -> float:
    """The square root of the sum of squared differences of two pictures' pixels."""
    return float(np.linalg.norm(one - other))


def _towards(
    image: Image, at: Image, short: NDArray[np.float32], gradients: NDArray[np.float32], most_bias: float
) -> Image:
    """One step, by how much the lead over each rival is too short, and the leads' gradients."""
    near = _nearest(at, short, gradients)
    short_at_image = short - np.tensordot(gradients, image - at, 2)
    near_image = _nearest(image, short_at_image, gradients)
    ahead, back = distance(near, at), distance(near_image, image)
    bias = min(most_bias, ahead / (ahead + back)) if ahead + back else 0.0
    return ((1 - bias) * near + bias * near_image).astype(np.float32)


def _nearest(start: Image, short: NDArray[np.float32], gradients: NDArray[np.float32]) -> Image:
    """The picture nearest to a start at which all leads, linear from there on, have risen by what they are short of.

    It is the start moved along the gradients, within the pixels' range; how far along each is found one by one, in
    turns, by Newton's step (Hildreth 1957, "A quadratic programming procedure").
    """
    lengths = np.zeros(len(short))
    moved = start.astype(np.float64)
    for _sweep in range(SWEEPS):
        before = lengths.copy()
        for rival, gradient in enumerate(gradients):
            left = short[rival] - np.sum(gradient * (np.clip(moved, 0, 1) - start))
            # What is paper or full ink already can only go one way.
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
    """The nearest picture on the straight way from a drawing to one that is read as the target."""
    low, high = 0.0, 1.0
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        if is_target(in_levels(image + np.float32(middle) * (found - image))):
            high = middle
        else:
            low = middle
    return in_levels(image + np.float32(high) * (found - image))
