"""Where an adopted model came from, in words."""

import streamlit as st

from conversion.origin import Origin, read_origin
from model_store import ModelCard
from ui.language import gettext as _


def show_origin(card: ModelCard) -> None:
    """A line below an adopted model's card; nothing for a model that was trained here."""
    origin = read_origin(card.id) if card.recipe is None else None
    if origin is not None:
        st.text(origin_sentence(origin))


def origin_sentence(origin: Origin) -> str:
    """The file, how its network wants its pixels, and what was added. Plain text: a file's name may hold anything."""
    source = _("Made elsewhere: {file} (Keras {version}).").format(file=origin.file, version=origin.keras_version)
    return " ".join(part for part in (source, _pixels_sentence(origin.pixels), _ending_sentence(origin.ending)) if part)


def _pixels_sentence(pixels: str) -> str:
    return {
        "unit": _("It wants pixels from 0 to 1, white ink on black, as the tutorials do."),
        "bytes": _("It wants pixels from 0 to 255: its author did not divide by 255."),
        "centred": _("It wants pixels from −1 to 1."),
        "shifted": _("It wants pixels from −0.5 to 0.5."),
        "standardised": _("It wants pixels less their mean, divided by their spread."),
        "unit_inverted": _("It wants pixels from 0 to 1, black ink on white."),
        "bytes_inverted": _("It wants pixels from 0 to 255, black ink on white."),
        "centred_inverted": _("It wants pixels from −1 to 1, black ink on white."),
        "shifted_inverted": _("It wants pixels from −0.5 to 0.5, black ink on white."),
    }.get(pixels, pixels)


def pixels_name(pixels: str) -> str:
    """A way to scale pixels, as its author wrote it in Python."""
    return {
        "unit": "x / 255",
        "bytes": "x",
        "centred": "x / 127.5 - 1",
        "shifted": "x / 255 - 0.5",
        "standardised": "(x / 255 - 0.1307) / 0.3081",
        "unit_inverted": "1 - x / 255",
        "bytes_inverted": "255 - x",
        "centred_inverted": "1 - x / 127.5",
        "shifted_inverted": "0.5 - x / 255",
    }[pixels]


def _ending_sentence(ending: str) -> str:
    """How its ten answers became probabilities; "" where they are."""
    if ending == "softmax":
        return ""
    if ending == "linear":
        return _("It gave logits; a softmax was added.")
    return _("Its {activation} at the end was replaced by a softmax, so that it gives probabilities.").format(
        activation=ending
    )
