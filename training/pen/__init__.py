"""Synthetic pen strokes of digits and non-digits, generated from our own skeletons. No TensorFlow, no external data.

MNIST has few examples of a 1 with flag and foot, a barred 7, a slashed 0 or an open 4, which people often draw.
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
