"""Printed lines go, however they lie; strokes stay, however they lie beside, on and across the lines."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from recognition.preparation.ruled_lines import without_lines

SIZE = (900, 700)
LINE, INK, FLOOR = 60, 170, 20
# What is left in a corner touches the frame, and is dropped for that.
INSIDE = (slice(100, 600), slice(120, 780))


def lines(spacing: int, turn: float = 0.0, thickness: int = 3, bend: float = 0.0) -> np.ndarray:
    """Level lines, falling to the right by `turn` degrees, their middle `bend` pixels lower than their ends."""
    y, x = np.mgrid[: SIZE[1], : SIZE[0]].astype(float)
    middle = SIZE[0] / 2
    place = y - math.tan(math.radians(turn)) * (x - middle) + bend * ((x - middle) / middle) ** 2
    return np.where(place % spacing < thickness, LINE, 0).astype(np.uint8)


def strokes(*paths: list[tuple[float, float]], width: int = 12) -> np.ndarray:
    image = Image.new("L", SIZE)
    for path in paths:
        ImageDraw.Draw(image).line(path, fill=INK, width=width, joint="curve")
    return np.asarray(image)


def assert_only_strokes_stay(printed: np.ndarray, drawn: np.ndarray, most: float = 0.02) -> None:
    cleaned = without_lines(np.maximum(printed, drawn), FLOOR)
    assert np.array_equal(cleaned[drawn > 0], drawn[drawn > 0])
    left_over = ((cleaned > 0) & (drawn == 0))[INSIDE]
    assert left_over.sum() <= most * (printed[INSIDE] > 0).sum()


FOUR: tuple[list[tuple[float, float]], ...] = ([(430, 180), (380, 360), (520, 360)], [(480, 220), (470, 450)])


@pytest.mark.parametrize("turn", [-15, -7, 0, 3, 12])
@pytest.mark.parametrize("thickness", [3, 6])
def test_lines_go_at_any_turn(turn, thickness):
    assert_only_strokes_stay(lines(80, turn, thickness), strokes(*FOUR))


@pytest.mark.parametrize("bend", [5, 15])
def test_lines_of_bent_paper_go(bend):
    assert_only_strokes_stay(lines(80, bend=bend), strokes(*FOUR))


@pytest.mark.parametrize("turn", [0, 6])
def test_squares_go(turn):
    squares = np.maximum(lines(50, turn), np.rot90(np.pad(lines(50, turn), ((100, 100), (0, 0))))[:700, :900])
    assert_only_strokes_stay(squares, strokes(*FOUR), most=0.04)


def test_thick_strokes_across_several_lines_do_not_keep_these():
    assert_only_strokes_stay(lines(60), strokes([(450, 100), (460, 600)], width=90))


def test_bar_of_a_seven_that_lies_on_a_line_stays():
    printed = lines(80)
    seven = strokes([(380, 241), (520, 241), (430, 450)])
    assert printed[241, 0] == LINE
    assert_only_strokes_stay(printed, seven)


def test_lone_line_across_the_picture_goes():
    printed = np.zeros(SIZE[::-1], np.uint8)
    printed[300:303] = LINE
    assert_only_strokes_stay(printed, strokes(*FOUR))


@pytest.mark.parametrize("path", [[(450, 120), (450, 600)], [(200, 350), (640, 350)]])
@pytest.mark.parametrize("width", [4, 12, 30])
def test_straight_stroke_on_plain_paper_is_no_line(path, width):
    assert_only_strokes_stay(np.zeros(SIZE[::-1], np.uint8), strokes(path, width=width))


def test_plain_paper_stays_as_it_is():
    nothing = np.zeros((50, 60), np.uint8)
    assert np.array_equal(without_lines(nothing, FLOOR), nothing)


points = st.tuples(st.integers(250, 650), st.integers(150, 550))


@settings(max_examples=20)
@given(
    st.lists(points, min_size=2, max_size=5, unique=True), st.integers(40, 120), st.floats(-15, 15), st.integers(8, 20)
)
def test_any_stroke_stays(path, spacing, turn, width):
    drawn = strokes([(float(x), float(y)) for x, y in path], width=width)
    cleaned = without_lines(np.maximum(lines(spacing, turn), drawn), FLOOR)
    assert np.array_equal(cleaned[drawn > 0], drawn[drawn > 0])
