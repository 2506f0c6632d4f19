"""The ten digits in the forms that people of many countries write."""

from typing import NamedTuple

import numpy as np

from training.pen.curves import Strokes
from training.pen.hand import Hand


class Form(NamedTuple):
    """One way to write a sign.

    Attributes:
        name: what it is called in sheets and tests.
        weight: how often it is written, among the forms of the same sign.
        skeleton: its strokes, in the notation of `curves`.
    """

    name: str
    weight: float
    skeleton: str


_RING = "36,3 15,8 1,35 3,72 20,97 40,97 58,72 60,35 48,8 30,3"

DIGIT_FORMS: tuple[tuple[Form, ...], ...] = (
    (
        Form("ring", 5, _RING),
        Form("overlapping", 2, "48,12 22,2 2,35 4,75 28,100 56,75 58,30 40,4 20,6 14,18"),
        Form("clockwise", 1, "22,6 45,4 60,35 56,75 32,100 6,78 0,40 14,8 34,2"),
        Form("open", 1, "38,0 12,18 1,50 10,88 32,100 56,80 60,45 50,15 36,10"),
        Form("curled", 1, "32,3 8,18 0,52 12,90 34,100 58,78 60,40 44,8 24,4 20,16 34,20 48,14"),
        Form("slashed", 2, _RING + " | 66,-4 -6,104"),
        Form("slashed inside", 1, _RING + " | 46,22 14,78"),
        Form("slashed backwards", 0.4, _RING + " | -4,6 64,94"),
        Form("slashed in one", 0.5, "46,6 20,2 1,35 4,76 28,100 56,76 60,32 50,6! 8,98"),
        Form("dotted", 0.5, _RING + " | 30,46 31,52"),
    ),
    (
        Form("stick", 4, "30,0 30,100"),
        Form("bent stick", 1, "33,0 27,45 30,100"),
        Form("flag", 4, "8,22 30,0! 30,100"),
        Form("long flag", 3, "-8,45 30,0! 28,100"),
        Form("very long flag", 1, "-22,72 30,0! 28,100"),
        Form("curved flag", 2, "0,32 18,22 30,0! 30,100"),
        Form("flat flag", 1, "2,10 30,0! 28,100"),
        Form("flag and foot", 4, "8,24 30,0! 30,100 | 4,100 58,100"),
        Form("long flag and foot", 1, "-8,45 30,0! 30,100 | 0,100 60,100"),
        Form("flag and foot in one", 1, "8,24 30,0! 30,98! 4,100! 58,98"),
        Form("foot", 1, "30,0 30,100 | 5,100 55,100"),
        Form("serif and foot", 0.5, "16,8 30,0! 30,100 | 12,100 48,100"),
    ),
    (
        Form("round", 4, "3,22 12,5 32,0 52,12 50,34 30,65 0,99! 60,98"),
        Form("looped", 4, "5,20 14,4 34,0 52,16 44,48 18,86 4,94 2,84 14,80 36,96 62,94"),
        Form("wavy foot", 2, "4,20 28,0 52,16 40,52 2,98! 22,91 42,99 62,92"),
        Form("curled", 1, "16,26 6,22 8,8 30,0 50,14 44,45 2,99! 60,97"),
        Form("flat top", 1.5, "2,6 24,0 46,2 52,16 36,50 2,98! 58,98"),
        Form("angular", 0.5, "2,6 48,2! 50,16 0,98! 58,98"),
        Form("swan", 1.5, "2,12 28,0 48,14 38,42 20,72 18,92! 60,98"),
        Form("round foot", 1.5, "4,20 26,0 50,16 42,46 14,84 16,98 36,98 62,92"),
    ),
    (
        Form("two bows", 4, "4,12 26,0 48,14 42,36 20,46! 48,56 56,78 32,100 0,90"),
        Form("smooth waist", 2, "4,10 28,0 48,18 36,40 24,46 38,52 54,72 36,98 2,92"),
        Form("looped waist", 1.5, "4,10 28,0 50,18 34,44 18,48 24,40 44,52 56,76 32,100 0,90"),
        Form("flat top", 2, "4,2 50,2! 22,40! 46,48 56,72 34,100 0,92"),
        Form("long waist", 1, "2,8 28,0 50,16 14,48! 50,58 54,80 28,100 0,92"),
        Form("flat bows", 1, "0,4 40,0 50,14 20,44! 52,60 48,88 4,98"),
        Form("shallow", 1, "6,6 36,0 50,14 38,44 46,56 50,78 30,98 2,96"),
        Form("curled", 1, "16,16 6,12 20,0 46,10 38,38 18,46! 50,58 48,88 24,100 8,92 16,82"),
    ),
    (
        Form("open", 3, "12,0 2,56! 58,54 | 44,22 40,100"),
        Form("open and round", 2, "14,0 4,38 14,54 54,48 | 46,10 42,100"),
        Form("open and low", 1, "12,0 2,60! 58,58 | 36,40 34,100"),
        Form("closed", 2, "42,0 0,64! 62,64 | 42,0 40,100"),
        Form("closed in one", 2, "40,100 42,0! 0,62! 62,62"),
        Form("lightning", 3, "14,0 2,52! 40,48 50,6! 40,100"),
        Form("cup", 2, "6,2 4,36 20,50 44,42 50,2! 46,100"),
        Form("chair", 1, "18,0 4,40 14,52 46,46! 42,100"),
        Form("wide bar", 1, "16,0 0,60! 76,58 | 42,28 40,100"),
    ),
    (
        Form("hat and belly", 4, "10,0 6,42! 30,35 54,54 50,84 26,100 0,92 | 10,0 58,0"),
        Form("in one", 3, "56,1 10,2! 6,42! 30,36 54,56 48,86 24,100 0,92"),
        Form("snake", 3, "56,0 20,4 8,22 22,40 48,54 54,78 26,100 0,94"),
        Form("sharp", 1.5, "58,0 14,2! 4,46! 44,52 50,80 0,98"),
        Form("hat apart", 1, "12,10 8,44! 32,38 54,58 46,88 20,100 0,92 | 16,0 62,-2"),
        Form("small belly", 1, "54,0 12,4! 10,52! 32,50 46,68 34,94 4,100"),
        Form("big belly", 1, "50,0 12,2! 8,28! 36,24 60,54 46,92 20,100 -4,88"),
        Form("hatless", 0.5, "20,0 10,42! 34,40 52,62 40,94 2,96"),
        Form("curled", 0.5, "56,2 12,2! 8,42! 34,36 54,58 42,92 18,98 10,86 22,82"),
    ),
    (
        Form("closed", 4, "44,0 16,24 0,64 12,94 34,100 54,82 46,58 24,56 4,76"),
        Form("straight", 2, "40,0 14,36 2,74 16,98 42,98 52,78 36,60 6,72"),
        Form("open", 1.5, "44,0 16,24 0,64 12,96 38,98 54,80 44,62 24,64"),
        Form("crossing", 2, "40,0 16,30 8,72 20,98 44,96 52,76 34,62 -8,76"),
        Form("curled top", 1.5, "54,12 40,0 16,18 0,62 14,96 40,98 54,76 38,56 6,72"),
        Form("upright", 1, "12,0 4,50 8,90 32,100 52,80 40,58 6,66"),
        Form("rolled", 1, "46,0 14,28 0,70 18,98 46,92 48,66 24,60 10,76 24,88"),
        Form("low loop", 1, "46,0 20,28 2,76 12,98 40,98 46,82 28,74 4,84"),
    ),
    (
        Form("plain", 3, "0,2 54,2! 22,100"),
        Form("curved", 2, "0,6 54,2! 32,46 24,100"),
        Form("barred", 3, "0,2 54,2! 22,100 | 12,54 58,50"),
        Form("curved and barred", 2, "0,6 54,2! 32,46 24,100 | 10,54 58,50"),
        Form("serif", 1.5, "2,18 0,2! 54,2! 24,100"),
        Form("serif and bar", 2, "2,18 2,2! 54,2! 24,100 | 10,54 58,50"),
        Form("wavy", 1.5, "0,14 8,2 30,8 56,0! 30,50 22,100"),
        Form("wavy and barred", 1.5, "0,14 8,2 30,8 56,0! 30,50 22,100 | 10,52 58,50"),
        Form("round and barred", 2, "0,12 22,0 50,10 44,50 22,100 | 12,56 62,50"),
        Form("round", 1, "0,12 22,0 50,10 44,50 22,100"),
        Form("looped", 0.5, "0,6 36,8 54,0 48,-8 40,4 22,100"),
        Form("bar in one", 1, "0,6 54,2! 24,96 8,86 18,62 62,50"),
        Form("upright", 1, "0,4 50,2! 46,100"),
    ),
    (
        Form("from the right", 4, "50,14 30,0 8,16 24,42 50,70 32,99 6,82 20,52 48,24 48,8"),
        Form("from the left", 1, "10,14 32,0 50,16 34,44 6,74 28,100 52,78 34,50 8,24 14,8"),
        Form("from the middle", 1.5, "28,48 8,22 30,0 50,20 28,48 4,78 28,100 54,76 30,48"),
        Form("two rings", 2, "30,1 10,20 28,44 50,22 28,0 | 28,45 2,74 28,100 56,74 30,46"),
        Form("open top", 2, "58,6 34,2 10,16 26,42 50,70 30,100 6,82 22,52 54,18"),
        Form("crossed top", 1, "46,12 26,0 8,18 28,44 50,72 30,100 6,80 24,50 62,-4"),
        Form("narrow waist", 1, "44,6 22,2 12,18 30,50 48,82 30,100 12,84 28,50 48,16 40,4"),
        Form("angular", 0.5, "52,4 6,4! 50,96 8,98! 52,6"),
    ),
    (
        Form("straight", 3, "50,12 28,0 4,20 16,44 42,38 52,8! 48,100"),
        Form("curled", 3, "50,12 28,0 4,20 16,44 42,38 52,8! 54,60 34,98 2,88"),
        Form("leaning", 2, "50,14 26,0 4,22 18,44 46,24 52,10! 20,100"),
        Form("in one", 2, "52,16 30,0 6,20 22,42 48,22 52,14 48,60 40,100"),
        Form("rolled", 1.5, "36,22 24,40 4,26 18,2 46,6 50,40 44,98"),
        Form("open", 1.5, "44,2 18,6 4,30 22,46 48,34 54,4! 50,100"),
        Form("ring and stem", 1, "46,10 24,0 4,22 22,46 48,26 40,4 | 50,4 46,100"),
        Form("flat", 1, "48,8 16,2 2,18 20,30 50,12! 44,100"),
        Form("flat foot", 1.5, "50,14 28,0 6,18 22,38 48,24 52,8! 50,86 38,98 2,98"),
        Form("angular", 1, "50,4 8,4! 6,40! 48,36! 50,4! 48,100"),
    ),
)
_CHANCES = tuple(
    np.array([form.weight for form in forms]) / sum(form.weight for form in forms) for forms in DIGIT_FORMS
)


def write_digit(label: int, rng: np.random.Generator) -> Strokes:
    """Write a digit by a random hand, in one of its forms.

    Args:
        label: 0 to 9.
        rng: decides form and hand.

    Returns:
        Strokes of float64 (n, 2), n ≥ 2, x right and y down, about 1.0 high.
    """
    form = DIGIT_FORMS[label][rng.choice(len(DIGIT_FORMS[label]), p=_CHANCES[label])]
    return Hand.random(rng).write(form.skeleton, rng)
