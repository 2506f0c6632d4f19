"""The colours of a confusion matrix: mistakes alone are coloured, by their number, so that right answers drown none."""

import math
from collections.abc import Sequence

# Cividis, even to the eye and alike for all kinds of sight, from few to many.
# Source: Nuñez, Anderton, Renslow 2018, "Optimizing colormaps with consideration for color vision deficiency".
_CIVIDIS = (
    (0, 32, 77),
    (0, 51, 111),
    (57, 72, 107),
    (87, 92, 109),
    (112, 113, 115),
    (138, 135, 121),
    (166, 157, 117),
    (196, 181, 108),
    (228, 207, 91),
    (255, 234, 70),
)
_DARK_INK, _LIGHT_INK = "#101010", "#ffffff"


def mistake_colors(count: int, most: int, is_dark: bool) -> tuple[str, str]:
    """The ground and the ink of a cell; ("", "") for one without a mistake, which stays paper.

    Args:
        count: how many mistakes of this kind there are.
        most: of the most frequent kind.
        is_dark: whether the page is: many stand out from the paper, so they are light on dark, dark on light.
    """
    if not count:
        return "", ""
    share = math.sqrt(count / most)  # else only the few most frequent kinds would differ from none
    color = _between(_CIVIDIS, share if is_dark else 1 - share)
    return f"rgb{color}", _DARK_INK if _luminance(color) > 0.18 else _LIGHT_INK


def _between(colors: Sequence[tuple[int, int, int]], share: float) -> tuple[int, int, int]:
    place = share * (len(colors) - 1)
    low = min(int(place), len(colors) - 2)
    red, green, blue = (round(a + (b - a) * (place - low)) for a, b in zip(colors[low], colors[low + 1], strict=True))
    return red, green, blue


def _luminance(color: tuple[int, int, int]) -> float:
    """Relative luminance; at 0.18 black and white ink have about the same contrast (WCAG 2)."""
    linear = [(part / 255 / 12.92) if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
