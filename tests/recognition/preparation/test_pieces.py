"""Ink is cut where one digit may end and the next begin: all of it, in order, and nowhere else than it must."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageDraw

from recognition.preparation.components import FAINTEST, find_components, sort_into_lines
from recognition.preparation.cuts import MAX_CUTS, find_cuts
from recognition.preparation.pieces import MAX_ATOMS_IN_DIGIT, into_lines

Box = tuple[int, int, int, int]


def paper(*strokes: Box, size: tuple[int, int] = (280, 280)) -> Image.Image:
    """Ink in the form of bars: left, top, right, bottom."""
    made = Image.new("L", size)
    for left, top, right, bottom in strokes:
        ImageDraw.Draw(made).rectangle((left, top, right - 1, bottom - 1), fill=255)
    return made


def boxes(ink: Image.Image) -> list[list[Box]]:
    return [[tuple(box) for box in line.boxes.tolist()] for line in into_lines(ink)]


def test_paper_and_a_single_stroke_have_nothing_to_cut():
    assert into_lines(paper()) == []
    assert into_lines(paper((100, 50, 120, 200))) == []


def test_strokes_side_by_side_are_pieces_from_left_to_right():
    one, two, three = (20, 60, 40, 150), (90, 50, 110, 140), (160, 55, 180, 145)
    assert boxes(paper(three, one, two)) == [[one, two, three]]


def test_strokes_are_in_order_whichever_is_the_higher():
    low, high = (20, 90, 40, 150), (60, 30, 80, 150)
    assert boxes(paper(low, high)) == [[low, high]]
    low, high = (60, 90, 80, 150), (20, 30, 40, 150)
    assert boxes(paper(low, high)) == [[high, low]]


def test_strokes_above_each_other_are_one_piece():
    body, bar, other = (100, 110, 150, 200), (110, 80, 170, 95), (200, 90, 220, 200)
    assert boxes(paper(body, bar, other)) == [[(100, 80, 170, 200), other]]


def test_lines_come_from_top_to_bottom():
    above, below = [(60, 20, 80, 90), (120, 20, 140, 90)], [(20, 150, 40, 220), (90, 160, 110, 230)]
    assert boxes(paper(*below, *above)) == [above, below]


@pytest.mark.parametrize(("shared", "lines"), [(-5, 2), (1, 2), (8, 2), (60, 1), (70, 1)])
def test_strokes_are_of_one_line_where_they_stand_beside_each_other_for_most_of_their_height(shared, lines):
    one, other = (20, 30, 40, 100), (120, 100 - shared, 140, 170 - shared)
    assert len(boxes(paper(one, other))) == lines


def test_sloping_line_is_one_line():
    steps = [(10 + 50 * step, 20 + 30 * step, 30 + 50 * step, 80 + 30 * step) for step in range(5)]
    assert boxes(paper(*steps)) == [steps]


def test_specks_are_no_pieces():
    digits = [(20, 60, 40, 150), (90, 50, 110, 140)]
    assert boxes(paper(*digits, (60, 70, 62, 73), (200, 200, 203, 203))) == [digits]


def test_click_beside_a_digit_is_a_piece_of_its_own_of_the_nearest_line():
    digit, dot = (20, 60, 40, 150), (70, 130, 84, 144)
    assert boxes(paper(digit, dot)) == [[digit, dot]]


def touching(bridge: int = 4) -> Image.Image:
    """Two rings that touch: the bridge between them is so thick."""
    ink = Image.new("L", (280, 280))
    pen = ImageDraw.Draw(ink)
    pen.ellipse((40, 80, 120, 200), outline=255, width=12)
    pen.ellipse((124, 80, 204, 200), outline=255, width=12)
    pen.rectangle((110, 140, 134, 140 + bridge), fill=255)
    return ink


def test_rings_that_touch_are_cut_at_the_bridge():
    (line,) = into_lines(touching())
    assert any(abs(left - 122) <= 3 for left, *_ in line.boxes.tolist())
    bridge = min(range(1, len(line.boxes)), key=lambda atom: abs(line.boxes[atom, 0] - 122))
    assert line.crossed[bridge] == pytest.approx(5 / 120, abs=0.02)


def test_pieces_of_a_span_are_its_ink_alone():
    (line,) = into_lines(paper((20, 60, 40, 150), (90, 50, 110, 140), (160, 55, 180, 145)))
    assert line.cropped((1, 2)).size == (20, 90)
    assert line.cropped((0, 2)).size == (90, 100)
    assert line.alone((1, 3)).getbbox() == (90, 50, 180, 145)


def test_no_span_is_wider_than_any_digit():
    (line,) = into_lines(paper(*((10 + 40 * step, 100, 20 + 40 * step, 150) for step in range(6))))
    assert line.spans() == [span for at in range(6) for span in ((at, at + 1), (at, at + 2)) if span[1] <= 6]


@settings(max_examples=60)
@given(st.lists(st.tuples(*[st.integers(0, 250)] * 2, *[st.integers(1, 80)] * 2), min_size=1, max_size=12))
def test_all_ink_belongs_to_one_piece_but_specks(strokes):
    ink = paper(*((left, top, left + width, top + height) for left, top, width, height in strokes), size=(340, 340))
    pixels = np.asarray(ink)
    lines = into_lines(ink)
    kept = sort_into_lines(find_components(pixels).boxes)
    expected = np.isin(find_components(pixels).labels, [part + 1 for parts in kept for part in parts])
    owned = sum(((line.owners > 0) & (pixels >= FAINTEST)).astype(int) for line in lines)
    assert not lines or np.array_equal(owned, expected.astype(int))
    for line in lines:
        assert sorted(np.unique(line.owners)) == list(range(len(line.boxes) + 1))
        for first, end in line.spans():
            assert 1 <= end - first <= MAX_ATOMS_IN_DIGIT
            assert np.asarray(line.cropped((first, end))).any()


@settings(max_examples=60)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60))))
def test_any_ink_is_cut_or_left(pixels):
    for line in into_lines(Image.fromarray(pixels)):
        assert len(line.boxes) == len(line.crossed) >= 1
        assert line.height >= 1


@settings(max_examples=60)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 200))), st.integers(1, 90))
def test_cuts_go_from_top_to_bottom_within_the_ink(pixels, height):
    cuts = find_cuts(pixels, height)
    assert len(cuts) <= MAX_CUTS
    for cut in cuts:
        assert cut.path.shape == pixels.shape[:1]
        assert cut.path.min() > 0
        assert cut.path.max() < pixels.shape[1]


def test_noise_of_a_thousand_parts_is_no_thousand_pieces():
    noise = np.random.default_rng(0).integers(0, 2, (400, 400), np.uint8) * 255
    assert sum(len(line.boxes) for line in into_lines(Image.fromarray(noise))) <= 64 * (MAX_CUTS + 1)
