"""Colours of a confusion matrix: only mistakes are coloured, by their count, so that correct cells do not dominate."""

import math
from collections.abc import Sequence

Color = tuple[int, int, int]

# One hue, that of mistakes on every page, from almost the background for few mistakes to strong for the most.
_LIGHT_THEME: Sequence[Color] = ((255, 236, 214), (233, 132, 32), (110, 50, 0))
_DARK_THEME: Sequence[Color] = ((51, 34, 22), (153, 92, 36), (255, 169, 77))
# One of these two has a contrast of at least 4.5 to 1 on any colour.
_BLACK, _WHITE = "#000000", "#ffffff"
# At this relative luminance both have the same contrast, 4.6 to 1. Source: WCAG 2.2, "contrast ratio".
_EQUAL_CONTRAST = 0.179


def mistake_colors(count: int, most: int, is_dark: bool) -> tuple[str, str]:
    """Return a cell's background and text colours; ("", "") for a cell without mistakes.

    Args:
        count: the cell's number of mistakes.
        most: the largest number of mistakes in a cell.
        is_dark: whether the theme is dark: frequent mistakes are then light, else dark.
    """
    if not count:
        return "", ""
    share = math.sqrt(count / most)  # a linear scale would show only the few most frequent mistakes
    color = _between(_DARK_THEME if is_dark else _LIGHT_THEME, share)
    return f"rgb{color}", _BLACK if luminance(color) > _EQUAL_CONTRAST else _WHITE


def _between(colors: Sequence[Color], share: float) -> Color:
    position = share * (len(colors) - 1)
    low = min(int(position), len(colors) - 2)
    pairs = zip(colors[low], colors[low + 1], strict=True)
    red, green, blue = (round(a + (b - a) * (position - low)) for a, b in pairs)
    return red, green, blue


def luminance(color: Color) -> float:
    """Return the relative luminance, 0.0 to 1.0, of an RGB colour of 0 to 255 each (WCAG 2.2)."""
    linear = [(part / 255 / 12.92) if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
