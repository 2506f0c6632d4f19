"""Digits, and what is no digit, as a pen writes them: strokes from our own skeletons. No TensorFlow, no foreign data.

MNIST hardly has a flagged and footed 1, a barred 7, a slashed 0 or an open 4; people draw them all the time.
"""

from training.pen.canvas import CANVAS_SIDE, draw
from training.pen.curves import Strokes
from training.pen.digits import DIGIT_FORMS, write_digit
from training.pen.non_digits import HELD_OUT_KINDS, NON_DIGIT_KINDS, TRAINING_KINDS, write_non_digit
from training.pen.pictures import digit_pictures, non_digit_pictures

__all__ = [
    "CANVAS_SIDE",
    "DIGIT_FORMS",
    "HELD_OUT_KINDS",
    "NON_DIGIT_KINDS",
    "TRAINING_KINDS",
    "Strokes",
    "digit_pictures",
    "draw",
    "non_digit_pictures",
    "write_digit",
    "write_non_digit",
]
