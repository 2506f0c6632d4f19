"""A picture's activations through a network, step by step; every neuron and filter is a button."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from model_store import ModelCard
from recognition.explain_query import NETWORK, ExplainQuery
from recognition.packed import unpack
from ui import state
from ui.assets import script_loader, style_loader
from ui.inside.color_maps import to_hex, viridis
from ui.inside.unit_view import show_unit
from ui.inside.unit_words import number_words, unit_name
from ui.language import gettext as _
from ui.shared.inside_answers import Answer, explained
from ui.shared.png_url import to_png_url
from ui.shared.recipe_words import percent_text, shape_text

# Layers that merge branches of an imported network.
MERGES = frozenset({"Add", "Average", "Maximum", "Multiply", "Concatenate"})

_component = st.components.v2.component(
    "network_view",
    html='<div class="network"></div>',
    css=style_loader("inside/network_view.css"),
    js=script_loader("inside/network_view.js"),
)


@st.fragment
def show_network(card: ModelCard, digit: NDArray[np.uint8]) -> None:
    """Draw each step's output for a picture, and beside it the clicked neuron or filter.

    Args:
        card: the model's card.
        digit: uint8 (28, 28), 0 paper to 255 ink.
    """
    answer = explained(ExplainQuery(card.id, NETWORK, digit.tobytes()))
    if answer is None:
        return
    way, beside = st.columns([0.66, 0.34], gap="medium")
    unit = _chosen(answer)
    with way:
        if has_branches(answer["steps"]):
            st.caption(_("This network has branches. Its layers are shown in one row, in the order they are computed."))
        _component(
            key=state.INSIDE_NETWORK.name,
            data={
                "steps": [
                    *(_step(step, number, answer, card) for number, step in enumerate(answer["steps"][:-1])),
                    _answer(answer, card),
                ],
                "chosen": unit,
            },
            on_unit_change=_take_unit,
        )
    with beside:
        show_unit(card, answer, unit)


def has_branches(steps: list[Answer]) -> bool:
    """Return whether a network's steps contain merged branches."""
    return any(MERGES.intersection(step["layers"]) for step in steps)


def _take_unit() -> None:
    """Handle a click; it comes from a browser, so it may be anything."""
    match state.INSIDE_NETWORK.get().get("unit"):
        case {"layer": str() as layer, "unit": int() as unit}:
            state.INSIDE_UNIT.set((layer, unit))


def _chosen(answer: Answer) -> tuple[str, int] | None:
    """Return the unit to show, if this network has it."""
    layer, unit = state.INSIDE_UNIT.get() or ("", 0)
    sizes = {step["name"]: step["values"]["shape"][-1] for step in answer["steps"]}
    return (layer, unit) if 0 <= unit < sizes.get(layer, 0) else None


def _step(step: Answer, number: int, answer: Answer, card: ModelCard) -> dict[str, Any]:
    values = unpack(step["values"])
    common = {
        "id": step["name"],
        "title": f"{number + 1} · {' · '.join(step['layers'])}",
        "note": shape_text(values.shape),
        "low": number_words(float(values.min())),
        "high": number_words(float(values.max())),
        "colors": to_hex(viridis(np.linspace(0, 1, 9))),
    }
    largest = values.reshape(-1, values.shape[-1]).max(axis=0)
    labels = [
        f"{unit_name(step, unit, answer, card)}: {number_words(value)}" for unit, value in enumerate(largest.tolist())
    ]
    shares = _shares(values)
    if values.ndim == 1:
        return common | {"form": "strip", "words": labels, "cells": to_hex(viridis(shares))}
    return common | {"form": "maps", "words": labels, "picture": _side_by_side(viridis(shares))}


def _shares(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a layer's values from its minimum, 0.0, to its maximum, 1.0; after relu the minimum is usually 0."""
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low if high > low else 1)


def _side_by_side(colors: NDArray[np.uint8]) -> str:
    """Join a layer's maps, uint8 (height, width, maps, 3), to one picture, from left to right."""
    height, _width, _maps, _rgb = colors.shape
    return to_png_url(Image.fromarray(np.ascontiguousarray(colors.swapaxes(1, 2).reshape(height, -1, 3))))


def _answer(answer: Answer, card: ModelCard) -> dict[str, Any]:
    """Return the last step: each class' logit and probability."""
    logits = unpack(answer["logits"])
    step = answer["steps"][-1]
    shares = [*answer["probabilities"], answer["not_digit"]][: len(logits)]
    note = _("logits, then softmax: probabilities that add up to 1")
    if card.temperature != 1:
        note = _("logits divided by the temperature {value:.2f}, then softmax: probabilities").format(
            value=card.temperature
        )
    return {
        "id": step["name"],
        "title": f"{len(answer['steps'])} · {' · '.join(step['layers'])}",
        "note": note,
        "form": "answer",
        "words": [unit_name(step, unit, answer, card) for unit in range(len(logits))],
        "logits": [number_words(value) for value in logits.tolist()],
        "shares": shares,
        "percents": [percent_text(share, 1) for share in shares],
        "best": answer["answer"],
    }
