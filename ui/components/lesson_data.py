"""What a lesson shows of a data set: its arrays, its labels, one of its images and what is made of it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

import datasets
from lessons import Show
from preparation import prepare
from ui import state
from ui.components.image_strip import Captioned, show_image_strip
from ui.components.pixel_numbers import show_pixel_numbers
from ui.components.recipe_words import percent_text
from ui.language import gettext as _

PICTURE_PX = 196
CLASS_PX = 84
# The photograph of a digit: its sides, how large and where the digit is, and how bright paper and ink are.
_PHOTO_SIZE = (320, 240)
_PHOTO_DIGIT = 96
_PHOTO_CORNER = (190, 40)
_PAPER, _INK = 225, 50


def show_shapes(show: Show) -> None:
    """Each of the four arrays with its shape, its kind of number and its range."""
    arrays = datasets.load(show.recipe.dataset)._asdict()
    names = _("Array"), _("Shape"), _("Kind of number"), _("Smallest"), _("Largest")
    lines = [
        (f"`{name}`", f"`{array.shape}`", f"`{array.dtype}`", str(array.min()), str(array.max()))
        for name, array in arrays.items()
    ]
    st.table([dict(zip(names, line, strict=True)) for line in lines], border="horizontal", hide_index=True)


def show_labels(show: Show) -> None:
    """The labels as NumPy prints them, their range, and how often each comes."""
    labels = _part(show)[1]
    st.code(f"{labels}\n({labels.min()}, {labels.max()})", language=None)
    counts = np.bincount(labels, minlength=10)
    lines = [
        {_("Label"): name, _("How many"): f"{count:,}"}
        for name, count in zip(datasets.class_names(show.recipe.dataset), counts, strict=True)
    ]
    st.table(lines, border="horizontal", hide_index=True, width="content")


def show_names(show: Show) -> None:
    """The first training image of each class, with its label and name."""
    data = datasets.load(show.recipe.dataset)
    firsts = [int(np.argmax(data.y_train == label)) for label in range(10)]
    names = datasets.class_names(show.recipe.dataset)
    strip = [
        Captioned(data.x_train[first], f"{label} {names[label]}", names[label]) for label, first in enumerate(firsts)
    ]
    show_image_strip(strip, CLASS_PX)


def show_image(show: Show) -> None:
    """An image that the visitor can choose, and its label."""
    image, words = _chosen(show)
    show_image_strip([Captioned(image, words, words)], PICTURE_PX)


def show_pixels(show: Show) -> None:
    """The same as its 28×28 numbers."""
    image, words = _chosen(show)
    st.caption(words)
    show_pixel_numbers(image, words)


def show_one_hot(show: Show) -> None:
    """An image's label as ten numbers."""
    index = _choose_index(show)
    images, labels = _part(show)
    words = _label_words(show, int(labels[index]))
    show_image_strip([Captioned(images[index], words, words)], CLASS_PX)
    one_hot = np.eye(10, dtype=int)[labels[index]].tolist()
    st.code(f"{labels[index]}  →  {one_hot}", language=None, wrap_lines=True)


def show_scaled(show: Show) -> None:
    """The row of an image with most ink, before and after its pixels are divided by 255."""
    image, words = _chosen(show)
    show_image_strip([Captioned(image, words, words)], CLASS_PX)
    row = int(image.sum(axis=1).argmax())
    st.caption(_("Row {row}, the one with most ink: before, and after").format(row=row))
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
    """An image, and its 784 pixels in one row."""
    image, words = _chosen(show)
    show_image_strip([Captioned(image, words, words)], CLASS_PX)
    shape = _part(show)[0].shape
    st.code(f"{shape}  →  ({shape[0]}, {image.size})", language=None)
    st.caption(_("The rows of this picture end to end, {count} pixels, each a line here:").format(count=image.size))
    st.image(np.repeat(image.reshape(1, -1), 36, axis=0), width="stretch", alt=words)


def show_photograph(show: Show) -> None:
    """A photograph of a digit, dark on white; what the tutorial makes of it, and what Digit Lab does."""
    digit = datasets.load(show.recipe.dataset).x_test[show.image]
    photograph = _photograph(digit)
    shrunk = np.asarray(photograph.resize((28, 28)))
    ours = prepare(photograph).digit
    st.image(photograph, width=240, caption=_("The photograph"), alt=_("A small dark digit on white paper"))
    show_image_strip(
        [
            Captioned(shrunk, _("The tutorial's way"), _("Almost all white, a small dark digit in a corner")),
            Captioned(ours, _("Digit Lab's way"), _("A white digit on black, large and in the middle")),
        ],
        PICTURE_PX // 2,
    )
    shares = {
        name: percent_text(float((made > 127).mean()), 0) for name, made in (("tutorial", shrunk), ("ours", ours))
    }
    told = _("To the network, white is ink. The tutorial's way: {tutorial} of the pixels are ink; Digit Lab's: {ours}.")
    st.markdown(told.format(**shares))


def _photograph(digit: NDArray[np.uint8]) -> Image.Image:
    ink = Image.fromarray(digit).resize((_PHOTO_DIGIT, _PHOTO_DIGIT), Image.Resampling.BICUBIC)
    photograph = Image.new("L", _PHOTO_SIZE, _PAPER)
    photograph.paste(_INK, (*_PHOTO_CORNER,), ink)
    return photograph


def _part(show: Show) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images and labels of the part that a step is about."""
    data = datasets.load(show.recipe.dataset)
    return (data.x_train, data.y_train) if show.part == "train" else (data.x_test, data.y_test)


def _chosen(show: Show) -> tuple[NDArray[np.uint8], str]:
    """The image that the visitor chose, and what it is in words."""
    index = _choose_index(show)
    images, labels = _part(show)
    return images[index], _label_words(show, int(labels[index]))


def _choose_index(show: Show) -> int:
    words = _("Training picture") if show.part == "train" else _("Test picture")
    last = len(_part(show)[1]) - 1
    key = f"{state.LESSON_IMAGE}_{show.kind}_{show.part}_{show.image}"
    return st.number_input(words, 0, last, show.image, key=key, width=180)


def _label_words(show: Show, label: int) -> str:
    name = datasets.class_names(show.recipe.dataset)[label]
    if name == str(label):
        return _("Label {label}").format(label=label)
    return _("Label {label}: {name}").format(label=label, name=name)
