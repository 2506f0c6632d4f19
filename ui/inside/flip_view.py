"""The counterfactual view: the smallest change that flips the answer."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from model_store import ModelCard
from recognition.explain_query import FLIP, NETWORK, ExplainQuery
from recognition.packed import unpack
from ui import state
from ui.inside.color_maps import by_magnitude, diverging, diverging_legend
from ui.inside.pixel_picture import pixel_picture
from ui.language import gettext as _
from ui.shared.inside_answers import Answer, explained
from ui.shared.recipe_words import percent_text

SHOWN_PX = 250
# Pixels that change by more than this share of the largest change are marked with a sign.
SIGNED_FROM = 0.35


def show_flip(card: ModelCard, digit: NDArray[np.uint8]) -> None:
    """Show the choice of a target class, and the smallest change to reach it.

    Args:
        card: the model's card.
        digit: uint8 (28, 28), 0 paper to 255 ink.
    """
    prediction = explained(ExplainQuery(card.id, NETWORK, digit.tobytes()))
    if prediction is None:
        return
    target = _choose_target(card, prediction)
    answer = explained(ExplainQuery(card.id, FLIP, digit.tobytes(), target=target))
    if answer is None:
        return
    name, now = card.class_names[target], card.class_names[prediction["answer"]]
    if not answer["found"]:
        st.info(_("No change was found that makes this network see a “{name}”.").format(name=name))
        return
    _show_pictures(digit, unpack(answer["changed"]), now, name)
    st.markdown(_flip_sentence(answer, digit, name))
    st.caption(
        _(
            "The nearest picture with that answer that the gradients lead to. Methods: DeepFool "
            "(Moosavi-Dezfooli and others 2016) and FAB (Croce and Hein 2020)."
        )
    )


def _choose_target(card: ModelCard, prediction: Answer) -> int:
    """Show the choice of a class other than the answer, initially the second most likely."""
    options = [label for label in range(10) if label != prediction["label"]]
    likeliest = sorted(options, key=lambda label: -prediction["probabilities"][label])
    if state.INSIDE_TARGET.get() not in options:
        state.INSIDE_TARGET.set(likeliest[0])
    target = st.segmented_control(
        _("What would make it a …"),
        options,
        required=True,
        key=state.INSIDE_TARGET.name,
        format_func=lambda label: card.class_names[label],
    )
    return likeliest[0] if target is None else target


def _show_pictures(digit: NDArray[np.uint8], changed: NDArray[np.uint8], now: str, name: str) -> None:
    change = by_magnitude(changed.astype(np.float32) - digit)
    strong = np.argwhere(np.abs(change) > SIGNED_FROM)
    signs = [(row, column, "+" if change[row, column] > 0 else "−") for row, column in strong.tolist()]
    before, between, after = st.columns(3, gap="small", width=3 * SHOWN_PX + 40)
    with before:
        _show(pixel_picture(digit), _("Now: {name}").format(name=now))
    with between:
        _show(pixel_picture(diverging(change), signs), _("The change"))
        st.html(diverging_legend(_("− ink removed"), _("+ ink added")))
    with after:
        _show(pixel_picture(changed), _("Answer: {name}").format(name=name))


def _show(picture: Image.Image, words: str) -> None:
    st.image(picture, caption=words, width=SHOWN_PX, alt=words)


def _flip_sentence(answer: Answer, digit: NDArray[np.uint8], name: str) -> str:
    ink = float(np.linalg.norm(digit / 255)) or 1.0
    return _(
        "Now the network sees **{name}**: {pixels} of 784 pixels change, by {distance:.2f} in total (L2), "
        "{share} of the drawing's ink. Would you see that, too?"
    ).format(
        name=name, pixels=answer["pixels"], distance=answer["distance"], share=percent_text(answer["distance"] / ink, 0)
    )
