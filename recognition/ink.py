"""Finding the ink on a picture, whatever its colour, and whether it is darker or lighter than the paper."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Ink = NDArray[np.float32]

MAX_SIDE = 512
# Less contrast than this is the paper's grain or the camera's noise, not ink.
MIN_CONTRAST = 20
# Clean paper, as on a canvas, varies by less than this; beyond, the picture is a photograph.
PHOTO_GRAIN = 4.0
PHOTO_SIDE = 256
BACKGROUND_SIDE = 64
BACKGROUND_WINDOW = 13


def find_ink(picture: Image.Image | NDArray[np.uint8]) -> Ink:
    """Tell ink from paper.

    Args:
        picture: a PIL image of any mode and size, or a uint8 array (H, W), (H, W, 3) or (H, W, 4).

    Returns:
        float32 (h, w), 0.0 paper to 1.0 full ink, no side longer than 512; all 0.0 for a blank picture.

    Raises:
        TypeError, ValueError: the array is not of such a form.
    """
    image = _as_image(picture)
    if min(image.size) == 0:
        return np.zeros((1, 1), np.float32)
    image = _shrink(image, MAX_SIDE)
    if image.mode == "RGBA":
        alpha = np.asarray(image.getchannel("A"))
        if np.median(_frame(alpha)) < 128:
            # On transparent paper only the ink is opaque, and its colour says nothing.
            return _scale(alpha.astype(np.float32))
        image = _on_white(image)
    return _scale(_contrast(image))


def _as_image(picture: Image.Image | NDArray[np.uint8]) -> Image.Image:
    if isinstance(picture, np.ndarray):
        if picture.dtype != np.uint8:
            raise TypeError(f"A picture's array must be uint8. Received: dtype={picture.dtype}.")
        if picture.ndim not in (2, 3) or (picture.ndim == 3 and picture.shape[2] not in (3, 4)):
            raise ValueError(f"A picture's array must be (H, W), (H, W, 3) or (H, W, 4). Received: {picture.shape}.")
        if picture.size == 0:
            return Image.new("L", (0, 0))
        return Image.fromarray(picture)
    if picture.mode.startswith(("I", "F")):
        return _from_wide_range(picture)
    has_alpha = picture.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info
    if picture.mode not in ("L", "RGB", "RGBA") or has_alpha:
        return picture.convert("RGBA" if has_alpha else "RGB")
    return picture


def _from_wide_range(picture: Image.Image) -> Image.Image:
    """16-bit, 32-bit and floating-point greys, stretched to 0 to 255."""
    values = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    return Image.fromarray(((values - low) / max(high - low, 1e-9) * 255.0).astype(np.uint8))


def _shrink(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    width, height = (max(1, round(length * scale)) for length in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def _on_white(image: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("RGB")


def _contrast(image: Image.Image) -> Ink:
    """How far each pixel is from the paper's colour: float32 (h, w), 0 to 255."""
    contrast = _distance(image, np.median(_frame(np.asarray(image)), axis=0))
    if _grain(contrast) < PHOTO_GRAIN:
        return contrast
    # A photograph: made small its noise averages out, and each place is compared with the paper around it.
    image = _shrink(image, PHOTO_SIDE)
    small = _shrink(image, BACKGROUND_SIDE).filter(ImageFilter.MedianFilter(BACKGROUND_WINDOW))
    return _distance(image, np.asarray(small.resize(image.size, Image.Resampling.BICUBIC)))


def _distance(image: Image.Image, paper: NDArray[np.generic]) -> Ink:
    difference = np.abs(np.asarray(image, dtype=np.float32) - paper.astype(np.float32))
    return difference if difference.ndim == 2 else difference.max(axis=2)


def _frame(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pixels along the picture's four edges: (n,) or (n, channels)."""
    return np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])


def _grain(contrast: Ink) -> float:
    """How much the paper varies: the standard deviation of the fainter side of Otsu's threshold."""
    return float(contrast[contrast <= _threshold(contrast)].std())


def _scale(contrast: Ink) -> Ink:
    """Contrast to ink: the paper's own variation becomes 0.0, the typical ink 1.0."""
    if float(contrast.max()) < MIN_CONTRAST:
        return np.zeros(contrast.shape, np.float32)
    threshold = _threshold(contrast)
    paper = contrast[contrast <= threshold]
    floor = float(paper.mean() + 2.0 * paper.std())
    full = float(np.median(contrast[contrast > threshold]))
    return np.clip((contrast - floor) / max(full - floor, 1.0), 0.0, 1.0, dtype=np.float32)


def _threshold(contrast: Ink) -> float:
    """The contrast that best parts two kinds of pixel; below the largest contrast that occurs.

    Source: Otsu 1979, "A threshold selection method from gray-level histograms".
    """
    counts = np.bincount(contrast.astype(np.uint8).ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    above = below[-1] - below
    weighted = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = weighted / below - (weighted[-1] - weighted) / above
        between = np.nan_to_num(below * above * gap**2, posinf=0.0)
    return float(np.argmax(between)) + 0.5 if between.any() else 0.0
