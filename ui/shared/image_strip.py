"""Show images of a data set in a row, with captions."""

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
    """An image with its caption.

    Attributes:
        image: uint8 (28, 28), 0 background to 255 full ink.
        caption: short text under it.
        alt: alternative text for screen readers.
        is_wrong: whether the caption gets the theme's second colour and a dashed frame.
    """

    image: NDArray[np.uint8]
    caption: str
    alt: str
    is_wrong: bool = False


def show_image_strip(images: Sequence[Captioned], side_px: int = SIDE_PX) -> None:
    """Show images in wrapping rows.

    Args:
        images: the images, in reading order.
        side_px: displayed width and height of each.
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
