"""One image of a data set: picture, numbers, network input, and label."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from image_data.exploration.facts import one_hot, scaled_and_flattened
from ui import state
from ui.data.address import Address, go_to
from ui.data.choice import choose
from ui.data.source import Part, Source
from ui.language import gettext as _
from ui.shared.pixel_numbers import show_pixel_numbers

PICTURE_PX = 280
# The numbers scroll separately, so that the picture stays visible.
NUMBERS_HEIGHT_PX = 640


def show_image(source: Source, address: Address) -> None:
    """Draw the URL's image."""
    left, right = st.columns([0.32, 0.68], gap="medium")
    with left:
        name, part = source.part(address.part)
        if len(source.parts) > 1:
            choose(address, "part", _("Part"), list(source.parts))
        index = _choose_index(address, len(part.labels))
        _show_picture(part, name, index, source.class_titles)
    image = part.images[index]
    with right:
        pixels, flat = st.tabs([_("28×28 numbers, 0 to 255"), _("784 numbers, 0 to 1")])
        with pixels:
            show_pixel_numbers(image, _("The numbers of image {index}").format(index=index))
        with flat.container(height=NUMBERS_HEIGHT_PX, border=False):
            st.code(f"x = x_{name}[{index}].reshape(784) / 255\nx.shape    # (784,)", language="python")
            st.code(flat_text(image), language=None, wrap_lines=True)


def flat_text(image: NDArray[np.uint8]) -> str:
    """Return the 784 inputs of a dense network as text, with three decimals."""
    return ", ".join(f"{value:.3f}" if value else "0" for value in scaled_and_flattened(image))


def _choose_index(address: Address, count: int) -> int:
    """Return the image's index; an index out of range shows a message and the first image."""
    index = address.image if address.image < count else 0
    if index != address.image:
        st.warning(
            _("There is no image {index}: they are numbered from 0 to {last}. This is image 0.").format(
                index=address.image, last=count - 1
            )
        )
    key = state.DATA.of("image")
    key.set(index)
    st.number_input(
        _("Image, from 0 to {last}").format(last=count - 1),
        min_value=0,
        max_value=count - 1,
        key=key.name,
        on_change=lambda: go_to(address, image=key.get()),
    )
    return index


def _show_picture(part: Part, name: str, index: int, titles: tuple[str, ...]) -> None:
    label = int(part.labels[index])
    picture = Image.fromarray(part.images[index]).resize((PICTURE_PX, PICTURE_PX), Image.Resampling.NEAREST)
    words = _("Image {index}: {name}").format(index=index, name=titles[label])
    st.image(picture, width=PICTURE_PX, alt=words)
    st.markdown(_("Label: **{label}**").format(label=titles[label]))
    st.code(f"y_{name}[{index}]  # {label}\nto_categorical({label}, 10)\n# {one_hot(label)}")
