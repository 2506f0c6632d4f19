"""Find the ink on a picture of any colours, darker or lighter than the paper."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

MAX_SIDE = 512
# Contrast below this is the paper's grain or the camera's noise.
MIN_CONTRAST = 20
# On a canvas, at least half of the paper has exactly one colour; if its median deviation exceeds this, it is a photo.
PHOTO_GRAIN = 2
# Noise rarely exceeds its median by this factor.
GRAIN_REACH = 4


def find_ink(picture: Image.Image | NDArray[np.uint8]) -> Image.Image:
    """Separate ink from paper.

    Args:
        picture: a PIL image of any mode and size, or a uint8 array (H, W), (H, W, 3) or (H, W, 4).

    Returns:
        A PIL image of mode "L", 0 paper to 255 full ink, all 0 for a blank picture. No side is longer than
        512, or 1,500 for a photograph; its aspect is the picture's, to a pixel.

    Raises:
        TypeError, ValueError: the array has another dtype or shape.
    """
    image = as_image(picture)
    if min(image.size) == 0:
        return Image.new("L", (1, 1))
    small = _shrink(image, MAX_SIDE)
    if small.mode == "RGBA":
        alpha = small.getchannel("A")
        if np.median(frame(np.asarray(alpha))) < 128:
            # On transparent paper only the ink is opaque; its colour does not matter.
            return _Contrast(alpha).to_ink()
        small = _opaque(small)
    contrast = _contrast(small)
    if contrast.paper_grain < PHOTO_GRAIN:
        return contrast.to_ink()
    # This imports OpenCV, which the web process does not need.
    from recognition.preparation.photograph import find_ink_on_photograph

    return find_ink_on_photograph(_opaque(image) if image.mode == "RGBA" else image)


def as_image(picture: Image.Image | NDArray[np.uint8]) -> Image.Image:
    """Convert a picture of any mode, or an array, to mode "L", "RGB" or "RGBA"; wide ranges are scaled to 0 to 255.

    Raises:
        TypeError, ValueError: the array is not uint8, or not shaped like a picture.
    """
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
    if picture.mode == "La":
        picture = picture.convert("LA")  # the only conversion that Pillow supports
    has_alpha = picture.mode in ("LA", "PA", "RGBa") or "transparency" in picture.info
    if picture.mode not in ("L", "RGB", "RGBA") or has_alpha:
        return picture.convert("RGBA" if has_alpha else "RGB")
    return picture


def _from_wide_range(picture: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit or floating-point greys to 0 to 255."""
    values = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    return Image.fromarray(((values - low) / max(high - low, 1e-9) * 255.0).astype(np.uint8))


def _shrink(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    width, height = (max(1, round(length * scale)) for length in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def _opaque(image: Image.Image) -> Image.Image:
    # Skip blending, the slowest step here, for an opaque canvas.
    if image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("RGB")


def _contrast(image: Image.Image) -> "_Contrast":
    """Return each pixel's distance from the border's most frequent colour."""
    colour = np.median(frame(np.asarray(image)), axis=0).astype(np.uint8)
    paper = Image.new(image.mode, image.size, tuple(colour.tolist()) if colour.ndim else int(colour))
    return _Contrast(_distance(image, paper))


def _distance(image: Image.Image, paper: Image.Image) -> Image.Image:
    """Return each pixel's distance from the paper's colour, the maximum over the channels: mode "L"."""
    farthest, *others = ImageChops.difference(image, paper).split()
    for other in others:
        farthest = ImageChops.lighter(farthest, other)
    return farthest


def frame(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the pixels along the picture's four edges: (n,) or (n, channels)."""
    return np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])


class _Contrast:
    """A picture of distances from the paper, with its histogram."""

    def __init__(self, distances: Image.Image) -> None:
        self._distances = distances
        counts = np.array(distances.histogram(), np.float64)
        threshold = _otsu_threshold(counts)
        paper, ink = counts[: threshold + 1], counts[threshold + 1 :]
        self._highest = int(np.flatnonzero(counts)[-1])
        self.paper_grain = _median(paper)
        self._ink_median = threshold + 1 + _median(ink)

    def to_ink(self) -> Image.Image:
        """Map the paper's own variation to 0 and typical ink to 255."""
        if self._highest < MIN_CONTRAST:
            return Image.new("L", self._distances.size)
        floor = self.paper_grain * GRAIN_REACH
        table = (np.arange(256) - floor) / max(self._ink_median - floor, 1.0)
        return self._distances.point(np.rint(np.clip(table, 0.0, 1.0) * 255.0).astype(int).tolist())


def _median(counts: NDArray[np.float64]) -> int:
    """Return the median level of a histogram."""
    return int(np.searchsorted(np.cumsum(counts), counts.sum() / 2.0))


def _otsu_threshold(counts: NDArray[np.float64]) -> int:
    """Return the threshold that best separates two classes, the highest level of the lower one; 0 if all are equal.

    Source: Otsu 1979, "A threshold selection method from gray-level histograms".
    """
    below = np.cumsum(counts)
    above = below[-1] - below
    weighted = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = weighted / below - (weighted[-1] - weighted) / above
        between = np.nan_to_num(below * above * gap**2, posinf=0.0)
    # If all pixels are equal, their level is the paper.
    return int(np.argmax(between)) if between.any() else int(np.flatnonzero(counts)[0])
