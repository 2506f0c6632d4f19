"""The tutorials' preparation shrinks the whole picture, and does nothing else."""

import numpy as np
import pytest
from PIL import Image

from recognition.preparation import shrink_whole
from tests.recognition.drawings import difference, seven

DRAWN = seven(width=20)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def test_canvas_is_made_28_by_28_whole():
    prepared = shrink_whole(DRAWN.coverage())
    assert np.array_equal(prepared.digit, np.asarray(DRAWN.coverage().resize((28, 28))))
    assert [name for name, _ in prepared.steps] == ["grey", "shrunk"]
    assert (prepared.reason, prepared.size, prepared.box) == (None, (280, 280), (0, 0, 280, 280))


@pytest.mark.parametrize(
    "picture", [DRAWN.coloured(BLACK, WHITE), DRAWN.coloured(WHITE, BLACK), DRAWN.on_transparent(BLACK)]
)
def test_ink_is_white_on_black_whatever_the_canvas(picture):
    assert difference(shrink_whole(picture).digit, shrink_whole(DRAWN.coverage()).digit) <= 1


def test_small_digit_in_a_corner_stays_small_and_in_its_corner():
    canvas = Image.new("L", (280, 280))
    canvas.paste(DRAWN.coverage().resize((56, 56)), (0, 0))
    inked = np.argwhere(shrink_whole(canvas).digit > 20)
    assert inked.max() < 7


@pytest.mark.parametrize("size", [(0, 0), (0, 9), (1, 1), (300, 2)])
def test_blank_picture_is_answered_like_any_other(size):
    prepared = shrink_whole(Image.new("RGB", size, "white"))
    assert (prepared.digit.max(), prepared.reason, prepared.may_be_refused) == (0, None, False)
