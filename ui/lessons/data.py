"""Results about a data set in lessons: its arrays, its labels, one of its images and its preprocessing."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import image_data
from lessons import Show
from ui import state
from ui.language import gettext as _
from ui.shared.image_strip import Captioned, show_image_strip
from ui.shared.pixel_numbers import show_pixel_numbers

PICTURE_PX = 196
CHOSEN_PX = 84
CLASS_PX = 84


def show_shapes(show: Show) -> None:
    """Show each of the four arrays with shape, dtype and range."""
    arrays = dict(zip(show.names, image_data.load(show.recipe.dataset), strict=True))
    names = _("Array"), _("Shape"), _("Kind of number"), _("Smallest"), _("Largest")
    lines = [
        (f"`{name}`", f"`{array.shape}`", f"`{array.dtype}`", str(array.min()), str(array.max()))
        for name, array in arrays.items()
    ]
    st.table([dict(zip(names, line, strict=True)) for line in lines], border="horizontal", hide_index=True)


def show_labels(show: Show) -> None:
    """Show the labels as NumPy prints them, their range, and their counts."""
    labels = _part(show)[1]
    st.code(f"{labels}\n({labels.min()}, {labels.max()})", language=None)
    st.caption(_("How often each label occurs:"))
    counts = np.bincount(labels, minlength=10)
    st.table({str(label): [f"{count:,}"] for label, count in enumerate(counts)}, border="horizontal", hide_index=True)


def show_names(show: Show) -> None:
    """Show the first training image of each class, with label and name."""
    data = image_data.load(show.recipe.dataset)
    firsts = [int(np.argmax(data.y_train == label)) for label in range(10)]
    names = image_data.class_names(show.recipe.dataset)
    strip = [
        Captioned(data.x_train[first], f"{label} {names[label]}", names[label]) for label, first in enumerate(firsts)
    ]
    show_image_strip(strip, CLASS_PX)


def show_image(show: Show) -> None:
    """Show an image of the visitor's choice, and its label."""
    _choose(show, PICTURE_PX)


def show_pixels(show: Show) -> None:
    """Show an image as 28×28 numbers."""
    image, label = _choose(show)
    show_pixel_numbers(image, _label_words(show, label))


def show_one_hot(show: Show) -> None:
    """Show an image's label as a one-hot vector."""
    _image, label = _choose(show)
    one_hot = np.eye(10, dtype=int)[label].tolist()
    st.code(f"{label}  →  {one_hot}", language=None, wrap_lines=True)


def show_scaled(show: Show) -> None:
    """Show an image's row with the most ink, before and after its pixels are divided by 255."""
    image, _label = _choose(show)
    row = int(image.sum(axis=1).argmax())
    st.caption(_("Row {row}, the one with the most ink: before and after").format(row=row))
    scaled = image[row].astype(np.float32) / 255
    st.code(str(image[row]), language=None, wrap_lines=True)
    after = np.array2string(scaled, formatter={"float_kind": lambda value: f"{value:.2f}".rstrip("0").rstrip(".")})
    st.code(after, language=None, wrap_lines=True)
    st.caption(
        _("The whole picture: {low} to {high} before, {low_after} to {high_after} after.").format(
            low=image.min(), high=image.max(), low_after=f"{image.min() / 255:g}", high_after=f"{image.max() / 255:g}"
        )
    )


def show_flattened(show: Show) -> None:
    """Show an image, and its 784 pixels in one row."""
    image, label = _choose(show)
    shape = _part(show)[0].shape
    st.code(f"{shape}  →  ({shape[0]}, {image.size})", language=None)
    st.caption(_("The rows of this picture end to end: {count} pixels, one line for each:").format(count=image.size))
    st.image(np.repeat(image.reshape(1, -1), 36, axis=0), width="stretch", alt=_label_words(show, label))


def _part(show: Show) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return images and labels of the step's part."""
    data = image_data.load(show.recipe.dataset)
    return (data.x_train, data.y_train) if show.part == "train" else (data.x_test, data.y_test)


def _choose(show: Show, side_px: int = CHOSEN_PX) -> tuple[NDArray[np.uint8], int]:
    """Show a choice of an image, and the image with its label; return both."""
    images, labels = _part(show)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        index = choose_index(show, len(labels))
        words = _label_words(show, int(labels[index]))
        with st.container(width="content"):
            show_image_strip([Captioned(images[index], words, words)], side_px)
    return images[index], int(labels[index])


def choose_index(show: Show, count: int) -> int:
    """Show a choice of an image, and return its index."""
    words = _("Training picture") if show.part == "train" else _("Test picture")
    key = f"{state.LESSON_IMAGE}_{show.kind}_{show.part}_{show.image}"
    return st.number_input(words, 0, count - 1, show.image, key=key, width=180)


def _label_words(show: Show, label: int) -> str:
    name = image_data.class_names(show.recipe.dataset)[label]
    if name == str(label):
        return _("Label {label}").format(label=label)
    return _("Label {label}: {name}").format(label=label, name=name)
