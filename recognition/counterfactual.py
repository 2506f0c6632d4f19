"""What would make it another digit: the smallest change of a drawing that flips the answer. NumPy alone."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

STEPS = 40
HALVINGS = 12
# A step goes this much too far, for the boundary that it aims at is not quite a plane.
OVERSHOOT = 1.05
# How much of a step starts from the drawing itself, which keeps the search near it.
MOST_BIAS = 0.1
# After each success the search goes back by this share, and looks for a nearer one.
RETREAT = 0.1
LEVELS = 255

Image = NDArray[np.float32]
Slope = Callable[[Image], tuple[float, Image]]


def smallest_change(image: Image, slope: Slope, is_target: Callable[[Image], bool]) -> Image | None:
    """The picture nearest to a drawing, in the sum of squared pixels, that a network reads as another digit.

    Step by step onto the plane that the boundary is near by, within the pixels' range, kept close to the drawing;
    then a bisection on the way back. It is what gradients find: with a curved boundary there may be a nearer one.

    Args:
        image: float32 (28, 28), 0.0 paper to 1.0 ink.
        slope: of a picture, by how much the target's sum is ahead of all others, and that lead's gradient.
        is_target: whether a picture is read as the target.

    Returns:
        float32 (28, 28), whole 255ths from 0.0 to 1.0, read as the target; None where none was found.

    Sources: Moosavi-Dezfooli and others 2016, "DeepFool"; Croce, Hein 2020, "Minimally distorted adversarial examples
    with a fast adaptive boundary attack", algorithm 1, for the bias and the retreat.
    """
    found: Image | None = None
    at = image
    for _step in range(STEPS):
        at = _step_to_boundary(image, at, *slope(at))
        if is_target(in_levels(at)):
            if found is None or distance(image, at) < distance(image, found):
                found = at
            at = image + (1 - RETREAT) * (at - image)
    return None if found is None else _bisect(image, found, is_target)


def in_levels(image: Image) -> Image:
    """A picture as eight bits hold it: what is shown must be what was tried."""
    return np.round(image * LEVELS) / np.float32(LEVELS)


def distance(one: Image, other: Image) -> float:
    """The square root of the sum of squared differences of two pictures' pixels."""
    return float(np.linalg.norm(one - other))


def _step_to_boundary(image: Image, at: Image, lead: float, gradient: Image) -> Image:
    near = _project(at, gradient, -lead)
    near_image = _project(image, gradient, -lead - float(np.sum(gradient * (image - at))))
    ahead, back = distance(near, at), distance(near_image, image)
    bias = min(MOST_BIAS, ahead / (ahead + back)) if ahead + back else 0.0
    mixed = (1 - bias) * (at + OVERSHOOT * (near - at)) + bias * (image + OVERSHOOT * (near_image - image))
    return np.clip(mixed, 0, 1).astype(np.float32)


def _project(start: Image, gradient: Image, rise: float) -> Image:
    """The nearest picture in the pixels' range at which a linear function has risen so much, or as far as it can."""
    direction = gradient.astype(np.float64) * np.sign(rise)
    moving = direction != 0
    if not moving.any():
        return start
    # How far each pixel can go until it is paper or full ink, the shortest way first.
    room = np.where(direction > 0, 1 - start, start)[moving] / np.abs(direction[moving])
    order = room.argsort()
    room, powers = room[order], direction[moving][order] ** 2
    still_moving = powers[::-1].cumsum()[::-1]
    of_stopped = (powers * room).cumsum() - powers * room
    place = int(np.searchsorted(of_stopped + room * still_moving, abs(rise)))
    length = room[-1] if place == len(room) else (abs(rise) - of_stopped[place]) / still_moving[place]
    return np.asarray(np.clip(start + length * direction, 0, 1), np.float32)


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
