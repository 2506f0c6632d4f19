"""Images of a data set in a row, each with a caption under it."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from ui.shared.png_url import to_png_url

SIDE_PX = 52


@dataclass(frozen=True)
class Captioned:
    """An image and the words that belong to it.

    Attributes:
        image: uint8 (28, 28), 0 background to 255 full ink.
        caption: what stands under it, short.
        alt: what a screen reader says in its place.
        is_wrong: the caption gets the theme's second colour and a dashed frame.
    """

    image: NDArray[np.uint8]
    caption: str
    alt: str
    is_wrong: bool = False


def show_image_strip(images: Sequence[Captioned], side_px: int = SIDE_PX) -> None:
    """Show images, as many beside each other as there is room for.

    Args:
        images: what to show, in reading order.
        side_px: width and height of each on the screen.
    """
    st.html(image_strip(images, side_px))


def image_strip(images: Sequence[Captioned], side_px: int = SIDE_PX) -> str:
    """The strip as HTML, see `show_image_strip`."""
    figures = "".join(_figure(each) for each in images)
    return f'<div class="image-strip" style="--side: {side_px}px">{figures}</div>'


def _figure(captioned: Captioned) -> str:
    url = to_png_url(Image.fromarray(captioned.image))
    alt = html.escape(captioned.alt, quote=True)
    kind = ' class="image-wrong"' if captioned.is_wrong else ""
    caption = html.escape(captioned.caption)
    return f'<figure{kind}><img src="{url}" alt="{alt}" title="{alt}"><figcaption>{caption}</figcaption></figure>'
