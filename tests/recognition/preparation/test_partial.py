"""Each step of the preparation can be left out, and what is missing then shows in the 28×28 pixels."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from recognition.preparation import STEPS, prepare, prepare_without, shrink_whole
from tests.recognition.drawings import seven

WHITE, INK = (255, 255, 255), (22, 34, 77)
ALL = frozenset(STEPS)
COMBINATIONS = [frozenset(each) for each in chain.from_iterable(combinations(STEPS, count) for count in range(5))]


def in_a_corner() -> Image.Image:
    canvas = Image.new("RGB", (280, 280), WHITE)
    canvas.paste(Image.fromarray(seven(width=20).coloured(INK, WHITE)).resize((84, 84)), (8, 8))
    return canvas


def mass(digit: np.ndarray) -> tuple[float, float]:
    down, across = (float(np.average(np.arange(28) + 0.5, weights=digit.sum(axis=axis))) for axis in (1, 0))
    return across, down


def extent(digit: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(digit > 30)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


@pytest.mark.parametrize("picture", [in_a_corner(), seven().on_transparent(INK), Image.new("RGB", (280, 280), WHITE)])
def test_with_no_step_left_out_it_is_ours_and_with_all_the_tutorials(picture):
    assert np.array_equal(prepare_without(picture, frozenset()).digit, prepare(picture).digit)
    assert np.array_equal(prepare_without(picture, ALL).digit, shrink_whole(picture).digit)


def test_without_cropping_the_digit_stays_as_small_as_it_was_drawn():
    whole = prepare_without(in_a_corner(), {"cropped"}).digit
    assert max(extent(whole)) < 8 < max(extent(prepare(in_a_corner()).digit))


def test_without_cropping_and_centring_it_stays_in_its_corner_too():
    across, down = mass(prepare_without(in_a_corner(), {"cropped", "centred"}).digit)
    assert max(across, down) < 11


def test_without_scaling_the_digit_is_stretched_to_every_edge():
    assert extent(prepare_without(in_a_corner(), {"fitted"}).digit) == (28, 28)


def test_without_scaling_and_cropping_it_is_moved_to_the_middle_in_its_own_size():
    digit = prepare_without(in_a_corner(), {"cropped", "fitted"}).digit
    assert mass(digit) == pytest.approx((14.5, 14.5), abs=0.6)
    assert max(extent(digit)) < 12


def test_without_centring_the_box_is_in_the_middle_and_not_the_mass():
    canvas = Image.new("L", (200, 200))
    canvas.paste(255, (40, 20, 60, 180))
    canvas.paste(255, (40, 160, 160, 180))
    prepared = prepare_without(canvas, {"centred"}).digit
    rows, columns = np.nonzero(prepared)
    assert (rows.min(), rows.max()) == (4, 23)
    assert abs((columns.min() + columns.max()) / 2 - 13.5) <= 0.5
    assert abs(mass(prepared)[0] - 14.5) > 2 > abs(mass(prepare(canvas).digit)[0] - 14.5)


def test_without_finding_ink_grey_ink_stays_grey():
    pale = seven().coloured((150, 150, 150), WHITE)
    assert prepare_without(pale, {"ink", "fitted"}).digit.max() < 120
    assert prepare_without(pale, {"fitted"}).digit.max() > 200


def test_every_step_has_its_picture():
    prepared = prepare_without(in_a_corner(), {"cropped"})
    assert [name for name, _ in prepared.steps] == list(STEPS)
    assert np.array_equal(prepared.steps[0][1], prepared.steps[1][1]), "nothing was cropped"
    assert (prepared.reason, prepared.may_be_refused) == (None, False)


@pytest.mark.parametrize("off", COMBINATIONS)
@settings(max_examples=15)
@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=40)))
def test_whatever_is_drawn_becomes_28_by_28(off, picture):
    digit = prepare_without(picture, off).digit
    assert digit.shape == (28, 28)
    assert digit.dtype == np.uint8


@pytest.mark.parametrize("off", [{"cropped"}, ALL, {"ink", "fitted"}])
@pytest.mark.parametrize("size", [(0, 0), (0, 9), (1, 1)])
def test_picture_of_nothing_stays_nothing(off, size):
    assert prepare_without(Image.new("RGB", size, "white"), off).digit.max() == 0


@given(st.binary(min_size=784, max_size=784))
def test_moving_to_the_middle_loses_no_ink(content):
    picture = np.zeros((28, 28), np.uint8)
    picture[2:12, 3:15] = np.frombuffer(content, np.uint8).reshape(28, 28)[2:12, 3:15]
    moved = prepare_without(Image.fromarray(picture), {"ink", "cropped", "fitted"}).digit
    assert int(moved.sum()) == int(prepare_without(Image.fromarray(picture), ALL).digit.sum())
