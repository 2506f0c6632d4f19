"""From numbers to colours: viridis for what grows, blue – white – orange for what is below or above zero."""

import html

import numpy as np
from numpy.typing import NDArray

# Viridis (S. van der Walt, N. Smith, CC0) at eleven places: perceptually uniform, and read by colour-blind people.
_VIRIDIS = "440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725"
# Blue below zero, orange above, as ColorBrewer's PuOr has purple and orange: both as dark at their ends.
_DIVERGING = "14246e 2f4bd8 7f92ec c3ccf7 f7f7f7 fbd3a8 f0a04b d96b00 7a3c00"


def viridis(shares: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Colours of values from 0.0 to 1.0: uint8 (…, 3)."""
    return _colors(_VIRIDIS, shares)


def diverging(shares: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Colours of values from -1.0, blue, over 0.0, white, to 1.0, orange: uint8 (…, 3)."""
    return _colors(_DIVERGING, (shares + 1) / 2)


def by_magnitude(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Values as shares of the largest magnitude among them, for `diverging`; 0.0 where all are 0."""
    return values / (float(np.abs(values).max()) or 1.0)


def to_hex(colors: NDArray[np.uint8]) -> list[str]:
    """Colours as CSS has them, e.g. "#440154".

    Args:
        colors: uint8 (n, 3).
    """
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in colors.tolist()]


def diverging_legend(below: str, above: str) -> str:
    """A bar from blue over 0 to orange in HTML, with what its ends stand for."""
    stops = ", ".join(f"#{anchor}" for anchor in _DIVERGING.split())
    labels = "".join(f"<span>{html.escape(word)}</span>" for word in (below, "0", above))
    return (
        f'<div class="color-legend"><i style="background: linear-gradient(to right, {stops})"></i><p>{labels}</p></div>'
    )


def _colors(anchors: str, shares: NDArray[np.floating]) -> NDArray[np.uint8]:
    table = np.array([[int(anchor[start : start + 2], 16) for start in (0, 2, 4)] for anchor in anchors.split()])
    positions = np.clip(np.nan_to_num(shares), 0, 1) * (len(table) - 1)
    channels = [np.interp(positions, np.arange(len(table)), table[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)
