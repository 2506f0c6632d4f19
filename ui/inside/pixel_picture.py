"""28×28 coloured pixels, large enough to be looked at, with signs on them that need no colour."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

CELL_PX = 12
INK = (22, 36, 77)


def pixel_picture(
    colors: NDArray[np.uint8],
    signs: Iterable[tuple[int, int, str]] = (),
    square: tuple[int, int, int] | None = None,
) -> Image.Image:
    """A picture of hard-edged cells.

    Args:
        colors: uint8 (28, 28, 3), or (28, 28) greys.
        signs: (row, column, "+" or "−") of cells that get a sign.
        square: (row, column, reach) of a square frame around a cell: reach cells to each side.
    """
    side = len(colors) * CELL_PX
    picture = Image.fromarray(colors).convert("RGB").resize((side, side), Image.Resampling.NEAREST)
    pen = ImageDraw.Draw(picture)
    for row, column, sign in signs:
        middle = CELL_PX // 2
        x, y, arm = column * CELL_PX + middle, row * CELL_PX + middle, CELL_PX // 3
        pen.line([(x - arm, y), (x + arm, y)], INK, 2)
        if sign == "+":
            pen.line([(x, y - arm), (x, y + arm)], INK, 2)
    if square is not None:
        row, column, reach = square
        corners = [(each - reach) * CELL_PX for each in (column, row)]
        corners += [(each + reach + 1) * CELL_PX - 1 for each in (column, row)]
        pen.rectangle(corners, outline=INK, width=3)
    return picture


def over_ink(colors: NDArray[np.uint8], digit: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Colours with a drawing's ink shaded into them.

    Args:
        colors: uint8 (28, 28, 3).
        digit: uint8 (28, 28), 0 paper to 255 ink.
    """
    light = 1 - 0.4 * digit[..., None] / 255
    return (colors * light).round().astype(np.uint8)
