"""A table around a sheet is painted over; a shadow on the sheet, and a sheet that fills the picture, are left alone."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from recognition.preparation.sheet import paint_table

SIZE = (800, 600)
PAPER = (225, 222, 214)
CORNERS = ((90, 60), (700, 80), (690, 540), (80, 520))
WOOD, SLATE, SHADOW = (150, 105, 70), (70, 72, 75), (150, 148, 143)


def sheet_on(ground: tuple[int, int, int], corners=CORNERS) -> Image.Image:
    image = Image.new("RGB", SIZE, ground)
    brush = ImageDraw.Draw(image)
    brush.polygon(corners, PAPER)
    brush.line(((300, 200), (420, 200), (340, 400)), (30, 40, 110), 14, joint="curve")
    return image


@pytest.mark.parametrize("ground", [WOOD, SLATE])
def test_table_takes_the_paper_s_colour_and_the_ink_stays(ground):
    pixels = np.asarray(sheet_on(ground))
    painted = paint_table(pixels)
    assert np.abs(painted[:, :20].astype(int) - PAPER).max() <= 3
    assert np.array_equal(painted[150:450, 250:450], pixels[150:450, 250:450])


def test_shadow_is_no_table():
    pixels = np.asarray(sheet_on(SHADOW))
    assert np.array_equal(paint_table(pixels), pixels)


def test_shape_that_no_sheet_has_is_none():
    pixels = np.asarray(sheet_on(SLATE, ((0, 0), (800, 0), (800, 600), (600, 600), (400, 120), (200, 600), (0, 600))))
    assert np.array_equal(paint_table(pixels), pixels)


def test_picture_that_is_all_paper_stays_as_it_is():
    pixels = np.asarray(Image.new("RGB", SIZE, PAPER))
    assert np.array_equal(paint_table(pixels), pixels)
