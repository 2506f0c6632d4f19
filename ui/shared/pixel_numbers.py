"""Show an image as 28 rows of 28 numbers."""

import html

import numpy as np
import streamlit as st
from numpy.typing import NDArray

# From this level on, black text has the larger contrast, at least 4.6 to 1; below it, white.
LIGHT_FROM = 118


def show_pixel_numbers(image: NDArray[np.uint8], alt: str) -> None:
    """Show each pixel as a number from 0 to 255 on a background of its grey.

    Args:
        image: uint8 (28, 28).
        alt: the table's alternative text.
    """
    st.html(pixel_numbers(image, alt))


def pixel_numbers(image: NDArray[np.uint8], alt: str) -> str:
    """Return the table as HTML, see `show_pixel_numbers`."""
    rows = "".join("<tr>" + "".join(_cell(int(value)) for value in row) + "</tr>" for row in image)
    label = html.escape(alt, quote=True)
    return f'<div class="pixel-numbers"><table aria-label="{label}"><tbody>{rows}</tbody></table></div>'


def _cell(value: int) -> str:
    ink = "#000" if value >= LIGHT_FROM else "#fff"
    return f'<td style="background:rgb({value},{value},{value});color:{ink}">{value}</td>'
