"""A drawing from Fabric's JSON as a picture, made on the server."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.pages.fabric import INK, PAPER, SEVEN, fabric_path
from ui.shared.drawing_picture import drawing_picture
from ui.shared.png_url import to_png_url

SIDE = 640


def _pixels(*objects: dict[str, Any]) -> np.ndarray:
    picture = drawing_picture(objects, SIDE, PAPER)
    assert picture is not None
    return np.asarray(picture)


def test_a_stroke_is_where_the_pen_was_and_as_thick() -> None:
    pixels = _pixels(fabric_path(((100, 300), (500, 300)), width=40))
    ink = (pixels == (0x16, 0x22, 0x4D)).all(axis=2)
    rows, columns = np.nonzero(ink)
    assert (rows.min(), rows.max()) == (pytest.approx(280, abs=2), pytest.approx(320, abs=2))
    assert (columns.min(), columns.max()) == (pytest.approx(80, abs=2), pytest.approx(520, abs=2))
    assert tuple(pixels[0, 0]) == (255, 255, 255)


def test_an_eraser_along_a_stroke_leaves_clean_paper() -> None:
    pixels = _pixels(fabric_path(), fabric_path(color=PAPER, width=58))
    assert (pixels == 255).all()


def test_a_sample_lies_under_what_is_drawn_on_it() -> None:
    sample = Image.new("RGBA", (28, 28), (0, 0, 0, 0))
    sample.paste((0x16, 0x22, 0x4D, 255), (0, 0, 14, 28))
    pixels = _pixels({"type": "Image", "src": to_png_url(sample)}, fabric_path(color="#ff0000"))
    assert tuple(pixels[10, 10]) == (0x16, 0x22, 0x4D)
    assert tuple(pixels[10, 600]) == (255, 255, 255)
    assert tuple(pixels[SEVEN[1][1], SEVEN[1][0]]) == (255, 0, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"stroke": "url(javascript:alert(1))"},
        {"strokeWidth": 0},
        {"strokeWidth": 10**9},
        {"strokeWidth": float("nan")},
        {"path": [["L", 1, 1]] * 60_000},
        {"path": []},
        {"path": [["M", float("inf"), 1], ["L", 2, 2]]},
        {"type": "Image", "src": "https://example.org/tracker.png"},
        {"left": "here"},
    ],
)
def test_what_no_pen_makes_is_no_picture(changes: dict[str, Any]) -> None:
    assert drawing_picture([fabric_path() | changes], SIDE, PAPER) is None


def test_nothing_and_too_much_are_no_pictures() -> None:
    assert drawing_picture([], SIDE, PAPER) is None
    assert drawing_picture([fabric_path(color=INK)] * 501, SIDE, PAPER) is None


_FIELDS = st.sampled_from(list(fabric_path()))
_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(list(fabric_path())), inner, max_size=3)
    ),
)


@given(st.lists(_ANY_JSON, max_size=3))
def test_what_a_browser_makes_up_breaks_nothing(objects: list[Any]) -> None:
    drawing_picture(objects, 64, PAPER)


@given(st.dictionaries(_FIELDS, _ANY_JSON, max_size=3))
def test_a_stroke_that_a_browser_changes_breaks_nothing(changes: dict[str, Any]) -> None:
    drawing_picture([fabric_path() | changes], 64, PAPER)
