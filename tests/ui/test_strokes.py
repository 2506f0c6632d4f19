"""The pen's way, read from Fabric's JSON, also after the canvas's edit mode has changed it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.shared.strokes import strokes_of

POINTS = ((10.0, 20.0), (30.0, 20.0), (50.0, 40.0), (50.0, 80.0))
# As the pen leaves it: it starts at the first point, bends at the next two, and ends at the last one.
PATH = [["M", 10, 20], ["Q", 30, 20, 40, 30], ["Q", 50, 40, 50, 60], ["L", 50, 80]]


def _stroke(**changes: Any) -> dict[str, Any]:
    untouched = {"left": 30, "top": 50, "scaleX": 1, "scaleY": 1, "angle": 0, "flipX": False, "flipY": False}
    return {"objects": [{"type": "Path", "path": PATH, "stroke": "#16224d"} | untouched | changes]}


def _nearly(points: list[tuple[float, float]]) -> object:
    return tuple(pytest.approx(point) for point in points)


def test_a_stroke_is_where_the_pen_was() -> None:
    assert strokes_of(_stroke()) == (_nearly(list(POINTS)),)


def test_a_moved_stroke_is_where_it_is_now() -> None:
    assert strokes_of(_stroke(left=130, top=40)) == (_nearly([(x + 100, y - 10) for x, y in POINTS]),)


def test_a_stroke_is_scaled_about_its_middle() -> None:
    expected = [(30 + (x - 30) * 2, 50 + (y - 50) * 0.5) for x, y in POINTS]
    assert strokes_of(_stroke(scaleX=2, scaleY=0.5)) == (_nearly(expected),)


def test_a_stroke_is_turned_about_its_middle() -> None:
    expected = [(30 - (y - 50), 50 + (x - 30)) for x, y in POINTS]
    assert strokes_of(_stroke(angle=90)) == (_nearly(expected),)


def test_a_mirrored_stroke_is_mirrored() -> None:
    assert strokes_of(_stroke(flipX=True)) == (_nearly([(60 - x, y) for x, y in POINTS]),)


def test_a_curve_that_turns_back_is_in_its_place() -> None:
    """The curve reaches x = 15, half the way to the point where the pen was; its middle tells where it is."""
    path = [["M", 10, 0], ["Q", 20, 10, 10, 20]]
    assert strokes_of(_stroke(path=path, left=12.5, top=10)) == (_nearly([(10, 0), (20, 10)]),)


def test_a_drawing_that_goes_on_from_a_picture_has_no_strokes() -> None:
    picture = {"type": "Image", "src": "data:image/png;base64,AAAA"}
    assert strokes_of({"objects": [picture, *_stroke()["objects"]]}) == ()


def test_an_empty_canvas_has_no_strokes() -> None:
    assert strokes_of({"objects": [], "background": "#ffffff"}) == ()
    assert strokes_of({}) == ()


_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["path", "left", "angle"]), inner, max_size=3)
    ),
)


@given(st.lists(_ANY_JSON, max_size=3))
def test_what_a_browser_makes_up_is_no_stroke(objects: list[Any]) -> None:
    assert isinstance(strokes_of({"objects": objects}), tuple)


@given(st.lists(_ANY_JSON, max_size=3))
def test_a_path_that_a_browser_makes_up_breaks_nothing(path: list[Any]) -> None:
    assert isinstance(strokes_of(_stroke(path=path)), tuple)
