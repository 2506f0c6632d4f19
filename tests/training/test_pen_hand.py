"""A hand follows its skeleton; how far it strays is its own affair."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.pen.curves import STEP, lengths, line_through, read_skeleton
from training.pen.hand import Hand

STEADY = Hand(
    slant=0.0,
    aspect=1.0,
    tilt_rad=0.0,
    looseness=0.0,
    roundness=0.0,
    tremor=0.0,
    overshoot=0.0,
    hooks=0.0,
    bend=np.zeros((2, 3)),
    spacing=0.02,
)
SEVEN = "0,0 60,0! 20,100 | 10,50 55,50"

coordinates = st.floats(-1.0, 2.0)
knots = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=12)


def write(skeleton, **changes):
    return dataclasses.replace(STEADY, **changes).write(skeleton, np.random.default_rng(0))


def extent(strokes):
    return np.ptp(np.concatenate(strokes), axis=0)


def test_a_skeleton_is_read_as_strokes_with_their_corners():
    head, bar = read_skeleton(SEVEN)
    assert head.points.tolist() == [[0.0, 0.0], [0.6, 0.0], [0.2, 1.0]]
    assert (head.corners, bar.corners) == ((1,), ())


@given(knots)
def test_a_line_starts_and_ends_at_its_outer_knots_and_passes_close_to_all(points):
    knots = np.array(points)
    line = line_through(knots)
    assert line[0] == pytest.approx(knots[0])
    assert line[-1] == pytest.approx(knots[-1])
    assert np.isfinite(line).all()
    distances = np.linalg.norm(line[:, None] - knots, axis=2).min(axis=0)
    assert distances.max() <= 4 * STEP


def test_a_line_between_corners_is_straight():
    line = line_through(np.array([[0.0, 0.0], [0.6, 0.0], [0.2, 1.0]]), (1,))
    assert lengths(line)[-1] == pytest.approx(0.6 + np.hypot(0.4, 1.0))


def test_a_steady_hand_writes_the_skeleton():
    head, bar = write(SEVEN)
    assert head[0] == pytest.approx([-0.3, -0.5])  # the middle of a sign is its origin
    assert head[-1] == pytest.approx([-0.1, 0.5])
    assert extent([bar]) == pytest.approx([0.45, 0.0])


def test_a_slanting_hand_moves_the_top_to_the_right():
    (stick,) = write("30,0 30,100", slant=0.2)
    assert stick[0] == pytest.approx([0.1, -0.5])
    assert stick[-1] == pytest.approx([-0.1, 0.5])


def test_a_wide_hand_writes_wider_not_higher():
    assert extent(write(SEVEN, aspect=1.5)) == pytest.approx(extent(write(SEVEN)) * [1.5, 1.0], rel=1e-2)


def test_a_turned_line_goes_down_to_the_right():
    _, bar = write(SEVEN, tilt_rad=0.1)
    assert bar[-1, 1] > bar[0, 1]


def test_a_round_hand_cuts_corners():
    sharp, round_ = (max(stroke[0][:, 0]) for stroke in (write(SEVEN), write(SEVEN, roundness=0.2)))
    assert round_ < sharp - 0.01


def test_a_fast_hand_leaves_fewer_points():
    assert [len(stroke) for stroke in write(SEVEN, spacing=0.25)] == [8, 3]


def test_a_loose_hand_writes_no_digit_twice_alike():
    rng = np.random.default_rng(0)
    loose = dataclasses.replace(STEADY, looseness=0.05)
    assert not np.array_equal(loose.write("30,0 30,100", rng)[0], loose.write("30,0 30,100", rng)[0])


def test_a_hooked_end_goes_on_a_little():
    (plain,), (hooked,) = write("30,0 30,100"), write("30,0 30,100", hooks=1.0)
    assert lengths(plain)[-1] < lengths(hooked)[-1] < lengths(plain)[-1] + 0.4


def test_overshooting_ends_are_longer_or_shorter_but_never_gone():
    rng = np.random.default_rng(0)
    wild = dataclasses.replace(STEADY, overshoot=0.3)
    heights = [extent(wild.write("30,0 30,100", rng))[1] for _ in range(50)]
    assert 0.6 < min(heights) < 0.95
    assert max(heights) > 1.05
