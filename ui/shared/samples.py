"""Ten sample digits to put on the canvas."""

import base64
import functools
from pathlib import Path

import numpy as np
import streamlit as st
from PIL import Image

from ui.language import gettext as _
from ui.shared.canvas import put_digit_on_canvas

_STRIP = Path(__file__).parent / "samples.png"


def show_samples() -> None:
    """Show ten buttons; each puts MNIST's first test image of a digit on the canvas."""
    st.caption(_("Or try one of these"))
    st.html(f"<style>{_faces()}</style>")
    with st.container(horizontal=True, gap="xxsmall", key="samples"):
        for label in range(10):
            st.button(
                _("Sample {digit}").format(digit=label),
                key=f"sample_{label}",
                on_click=put_digit_on_canvas,
                args=(sample_digits()[label],),
            )


@functools.cache
def sample_digits() -> np.ndarray:
    """Return the first 0, 1, …, 9 of MNIST's test set: uint8 (10, 28, 28), white ink on black."""
    strip = np.asarray(Image.open(_STRIP))
    return strip.reshape(28, 10, 28).swapaxes(0, 1).copy()


@functools.cache
def _faces() -> str:
    """Return CSS that shows each button's digit, a tenth of the strip."""
    picture = base64.b64encode(_STRIP.read_bytes()).decode()
    faces = [f".st-key-samples button {{ background-image: url(data:image/png;base64,{picture}); }}"]
    faces += [f".st-key-sample_{label} button {{ background-position: {label / 9:.1%} 0; }}" for label in range(10)]
    return "\n".join(faces)
