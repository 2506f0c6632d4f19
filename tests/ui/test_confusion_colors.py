"""The colors of a confusion matrix: numbers can be read on every cell, and more mistakes stand out more."""

import colorsys
import re

import pytest

from ui.evaluate.confusion_colors import Color, luminance, mistake_colors

MOST = 60
INKS = {"#000000": (0, 0, 0), "#ffffff": (255, 255, 255)}


def ground(count: int, is_dark: bool) -> Color:
    red, green, blue = map(int, re.findall(r"\d+", mistake_colors(count, MOST, is_dark)[0]))
    return red, green, blue


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("is_dark", [False, True])
def test_numbers_can_be_read_on_every_cell(is_dark: bool) -> None:
    for count in range(1, MOST + 1):
        ink = INKS[mistake_colors(count, MOST, is_dark)[1]]
        assert contrast(ground(count, is_dark), ink) >= 4.5


@pytest.mark.parametrize(("is_dark", "direction"), [(False, -1), (True, 1)])
def test_more_mistakes_stand_out_more_from_the_paper(is_dark: bool, direction: int) -> None:
    seen = [luminance(ground(count, is_dark)) * direction for count in range(1, MOST + 1)]
    assert seen == sorted(seen)
    assert len(set(seen)) == MOST


@pytest.mark.parametrize("is_dark", [False, True])
def test_all_cells_are_of_one_hue(is_dark: bool) -> None:
    hues = [colorsys.rgb_to_hsv(*(part / 255 for part in ground(count, is_dark)))[0] for count in range(1, MOST + 1)]
    assert max(hues) - min(hues) < 0.05


def test_no_mistake_is_no_color() -> None:
    assert mistake_colors(0, MOST, is_dark=False) == ("", "")
