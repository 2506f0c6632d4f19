"""`python -m training.pen OUT.png`: save a sample sheet of all generated digits and non-digits."""

import sys

import numpy as np
from PIL import Image

from training.pen.canvas import CANVAS_SIDE, draw
from training.pen.curves import Strokes
from training.pen.digits import DIGIT_FORMS
from training.pen.hand import Hand
from training.pen.non_digits import NON_DIGIT_KINDS, write_non_digit

COLUMNS = 16
SHRINKING = 4
CELL = CANVAS_SIDE // SHRINKING
SEED = 1


def main(out: str, columns: int = COLUMNS) -> None:
    """Save a sheet with one row for each form of each digit and each kind of non-digit."""
    rng = np.random.default_rng(SEED)
    rows = [
        [Hand.random(rng).write(form.skeleton, rng) for _ in range(columns)] for forms in DIGIT_FORMS for form in forms
    ]
    rows += [[write_non_digit(rng, kind) for _ in range(columns)] for kind in NON_DIGIT_KINDS]
    _sheet(rows, rng).save(out)


def _sheet(rows: list[list[Strokes]], rng: np.random.Generator) -> Image.Image:
    sheet = Image.new("L", (len(rows[0]) * CELL, len(rows) * CELL))
    for number, row in enumerate(rows):
        for column, strokes in enumerate(row):
            picture = draw(strokes, rng, pen=0.05 * CANVAS_SIDE, size=0.85)
            sheet.paste(picture.reduce(SHRINKING), (column * CELL, number * CELL))
    return sheet


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m training.pen OUT.png")
    main(sys.argv[1])
