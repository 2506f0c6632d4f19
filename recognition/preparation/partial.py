"""Prepare a picture with some steps left out, to show what each step does.

With no step left out the result equals `prepare`; with all left out, the tutorials' `shrink_whole`, to the pixel.
"""

from collections.abc import Set

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from recognition.preparation.ink import as_image, find_ink
from recognition.preparation.prepare import (
    CENTRE,
    PICTURE_SIDE,
    Prepared,
    centre_by_mass,
    fit_into_box,
    ink_bounds,
    prepare,
    size_of,
)
from recognition.preparation.tutorial import white_on_black

INK, CROPPED, FITTED, CENTRED = STEPS = ("ink", "cropped", "fitted", "centred")


def prepare_without(picture: Image.Image | NDArray[np.uint8], off: Set[str]) -> Prepared:
    """Bring a picture of one digit to 28×28 with some steps left out. Blank pictures and dots are not rejected.

    Without "ink" the picture's greys are used, inverted if the paper is light. Without "cropped" the whole picture is
    scaled, not the ink alone. Without "fitted" the result is stretched over all 28×28 pixels. Without "centred" the
    box is centred, not the centre of mass.

    Args:
        picture: as for `prepare`.
        off: the steps to leave out, of `STEPS`.

    Returns:
        The digit, with a picture of each of the four steps, applied or not.

    Raises:
        TypeError, ValueError: the array is not shaped like a picture.
    """
    if not off:
        return prepare(picture)
    ink = _grey(picture) if INK in off else find_ink(picture)
    bounds = ink_bounds(ink)
    cropped = ink if CROPPED in off or bounds is None else ink.crop(bounds)
    fitted = cropped.resize((PICTURE_SIDE, PICTURE_SIDE)) if FITTED in off else fit_into_box(cropped)
    digit = _positioned(cropped, fitted, off)
    pictures = zip(STEPS, (ink, cropped, fitted, digit), strict=True)
    steps = tuple((name, np.asarray(step)) for name, step in pictures)
    size = size_of(picture)
    return Prepared(steps[-1][1], steps, None, size, (0, 0, *size), may_be_refused=False)


def _grey(picture: Image.Image | NDArray[np.uint8]) -> Image.Image:
    image = as_image(picture)
    return white_on_black(image if min(image.size) else Image.new("L", (1, 1)))


def _positioned(cropped: Image.Image, fitted: Image.Image, off: Set[str]) -> Image.Image:
    """Position the fitted picture on 28×28 pixels."""
    if FITTED in off:
        return fitted if CENTRED in off else _moved_to_centre(fitted)
    if CENTRED not in off and ink_bounds(cropped):
        return centre_by_mass(cropped)
    positioned = Image.new("L", (PICTURE_SIDE, PICTURE_SIDE))
    positioned.paste(fitted, ((PICTURE_SIDE - fitted.width) // 2, (PICTURE_SIDE - fitted.height) // 2))
    return positioned


def _moved_to_centre(digit: Image.Image) -> Image.Image:
    """Move a 28×28 picture by whole pixels to centre its mass, as far as all ink stays inside."""
    bounds = digit.getbbox()
    if bounds is None:
        return digit
    pixels = np.asarray(digit, np.float64)
    middles = np.arange(PICTURE_SIDE) + 0.5
    across, down = (
        int(np.clip(round(CENTRE - np.average(middles, weights=pixels.sum(axis=axis))), -start, PICTURE_SIDE - end))
        for axis, start, end in ((0, bounds[0], bounds[2]), (1, bounds[1], bounds[3]))
    )
    return ImageChops.offset(digit, across, down)
