"""Own drawings: which are held out, and the file that they travel in."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import OwnDrawingsError
from training.own_drawings import OwnDrawings


def drawn(labels):
    """Drawings that are told apart by their first pixel."""
    images = np.zeros((len(labels), 28, 28), np.uint8)
    images[:, 0, 0] = np.arange(len(labels))
    return images, np.array(labels, np.uint8)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=200))
def test_each_drawing_is_on_one_side_and_both_sides_have_some(labels):
    drawings = OwnDrawings.split(*drawn(labels))
    sides = sorted([*drawings.x_train[:, 0, 0], *drawings.x_test[:, 0, 0]])
    assert sides == list(range(len(labels)))
    assert len(drawings.y_test) >= 1
    assert len(drawings.y_train) >= len(drawings.y_test)


def test_every_third_drawing_of_each_digit_is_held_out():
    drawings = OwnDrawings.split(*drawn([7, 7, 1, 7, 7, 7, 1, 7, 1]))
    assert list(drawings.x_test[:, 0, 0]) == [3, 7, 8]
    assert list(drawings.y_test) == [7, 7, 1]


def test_too_few_are_refused_with_what_to_do():
    with pytest.raises(OwnDrawingsError, match=r"at least 3 of them. Received: 2. Draw digits"):
        OwnDrawings.split(*drawn([1, 2]))


def test_the_file_holds_the_same_drawings():
    drawings = OwnDrawings.split(*drawn([3, 1, 4, 1, 5, 9]))
    again = OwnDrawings.from_bytes(drawings.to_bytes())
    for name in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(again, name), getattr(drawings, name))


def file_of(**changes):
    arrays = {
        "x_train": np.zeros((2, 28, 28), np.uint8),
        "y_train": np.zeros(2, np.uint8),
        "x_test": np.zeros((1, 28, 28), np.uint8),
        "y_test": np.zeros(1, np.uint8),
    } | changes
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4 no zip",
        file_of(x_train=np.zeros((2, 28, 28), np.float32)),
        file_of(x_test=np.zeros((1, 27, 28), np.uint8)),
        file_of(y_train=np.array([1, 10], np.uint8)),
        file_of(y_train=np.zeros(3, np.uint8)),
        file_of(x_test=np.zeros((0, 28, 28), np.uint8), y_test=np.zeros(0, np.uint8)),
        file_of(y_test=np.array([{}], object)),
    ],
)
def test_other_files_are_refused(content):
    with pytest.raises(OwnDrawingsError, match="These are no drawings"):
        OwnDrawings.from_bytes(content)
