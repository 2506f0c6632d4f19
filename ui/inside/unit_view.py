"""One neuron or filter: its weights as a picture, and the test images that activate it most."""

import html

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

import image_data
from model_store import ModelCard
from recognition.explain_query import UNIT, ExplainQuery
from recognition.packed import unpack
from ui import state
from ui.inside.color_maps import diverging, diverging_legend
from ui.inside.unit_words import number_words, unit_name
from ui.language import gettext as _
from ui.session_key import Key
from ui.shared.image_strip import Captioned, show_image_strip
from ui.shared.inside_answers import Answer, explained
from ui.shared.measured import measured
from ui.shared.png_url import to_png_url

Unit = tuple[str, int]
MOST_MAPS = 16
# A neuron's weights on the neurons before it, this many in a row.
ROW = 32
NAMED = 3


def show_unit(card: ModelCard, answer: Answer, unit: Unit | None) -> None:
    """The panel beside the network.

    Args:
        card: of the model.
        answer: the answer about the network, see `Explainer.answer`.
        unit: the layer and the number of what was clicked; None before a click.
    """
    with st.container(border=True, gap="xsmall", key="unit_panel" if unit else "unit_hint"):
        if unit is None:
            st.caption(_("Choose a neuron or a filter to see its weights and the test images that activate it most."))
            return
        layer, number = unit
        step = next(step for step in answer["steps"] if step["name"] == layer)
        _show_head(card, answer, step, number)
        if step["has_weights"]:
            _show_weights(card, layer, number, _of_what(answer, step))
        else:
            st.caption(_("This layer has no weights: it shrinks the maps before it."))
        _show_top_activations(card, step["last"], number)


def _show_head(card: ModelCard, answer: Answer, step: Answer, number: int) -> None:
    count = step["values"]["shape"][-1]
    key = state.INSIDE_NUMBER.of(step["name"])
    key.set(number + 1)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        name = html.escape(unit_name(step, number, answer, card))
        st.html(f"<b>{name}</b><br><small>{html.escape(step['name'])}</small>", width="content")
        st.space("stretch")
        st.number_input(
            _("Number"),
            1,
            count,
            key=key.name,
            on_change=_take_number,
            args=(step["name"], key),
            label_visibility="collapsed",
            width=76,
        )
        st.button(
            _("Close"),
            key=state.INSIDE_CLOSE,
            icon=":material/close:",
            type="tertiary",
            on_click=state.INSIDE_UNIT.set,
            args=(None,),
        )


def _take_number(layer: str, key: Key[int]) -> None:
    state.INSIDE_UNIT.set((layer, int(key.get()) - 1))


def _of_what(answer: Answer, step: Answer) -> Answer | None:
    """The step whose values a step weighs; None where it weighs the picture itself."""
    index = answer["steps"].index(step)
    before: Answer | None = answer["steps"][index - 1] if index else None
    return before


def _show_weights(card: ModelCard, layer: str, number: int, before: Answer | None) -> None:
    answer = explained(ExplainQuery(card.id, UNIT, layer=layer, unit=number))
    if answer is None:
        return
    weights = unpack(answer["weights"])
    largest = float(np.abs(weights).max()) or 1.0
    st.html(weights_picture(weights, largest))
    st.html(diverging_legend(number_words(-largest), number_words(largest, "+")))
    bias = _("Bias: {value}.").format(value=number_words(answer["bias"]))
    st.caption(f"{_weights_words(weights, before)} {bias}")


def _weights_words(weights: NDArray[np.float32], before: Answer | None) -> str:
    if weights.ndim == 2:
        return _("Its weight for each pixel: ink on orange raises its activation, ink on blue lowers it.")
    if weights.ndim == 1:
        strongest = np.argsort(-np.abs(weights))[:NAMED]
        named = ", ".join(f"{index + 1} ({number_words(weights[index], '+')})" for index in strongest)
        return _("Its weight for each of its {count} inputs. Strongest: {named}.").format(
            count=len(weights), named=named
        )
    if before is None:
        return _("Its window: ink on orange raises its activation, ink on blue lowers it.")
    if len(weights) > MOST_MAPS:
        return _("Its weights for the {shown} most important of the {count} maps before it.").format(
            shown=MOST_MAPS, count=len(weights)
        )
    return _("Its weights for each of the {count} maps before it.").format(count=len(weights))


def weights_picture(weights: NDArray[np.float32], largest: float) -> str:
    """Weights as pictures in HTML: blue below zero, orange above.

    Args:
        weights: as `Inside.weights` gives them.
        largest: what is drawn in full colour.
    """
    if weights.ndim == 1:
        pictures, kind = [_in_rows(weights)], "weights-strip"
    elif weights.ndim == 2:
        pictures, kind = [weights], "weights-picture"
    else:
        strength = np.abs(weights).sum(axis=(1, 2))
        strongest = np.sort(np.argsort(-strength, kind="stable")[:MOST_MAPS])
        pictures, kind = [weights[index] for index in strongest], "weights-kernels"
    alt = html.escape(
        _("Weights, from {low} to {high}").format(low=number_words(weights.min()), high=number_words(weights.max()))
    )
    images = "".join(
        f'<img src="{to_png_url(Image.fromarray(diverging(each / largest)))}" alt="{alt if not index else ""}">'
        for index, each in enumerate(pictures)
    )
    return f'<div class="weights {kind}">{images}</div>'


def _in_rows(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    width = min(ROW, len(weights))
    rows = np.full((-(-len(weights) // width), width), np.float32(0))
    rows.flat[: len(weights)] = weights
    return rows


def _show_top_activations(card: ModelCard, layer: str, number: int) -> None:
    st.markdown(_("**Top activations**"))
    found = measured(card, "exciting")
    if found is None:
        return
    indices, values = found[f"indices_{layer}"][number], found[f"values_{layer}"][number]
    if float(values[0]) == float(values[-1]):
        st.caption(_("It gives the same value for all test images: it is dead."))
        return
    dataset = image_data.load(card.dataset)
    show_image_strip(
        [
            Captioned(
                dataset.x_test[index],
                name := card.class_names[int(dataset.y_test[index])],
                _("Test image {number}: {name}, activation {value}").format(
                    number=index, name=name, value=number_words(value)
                ),
            )
            for index, value in zip(indices.tolist(), values.tolist(), strict=True)
        ]
    )
