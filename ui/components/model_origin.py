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
    """The file, and how its network wants its pixels. Plain text: a file's name may hold anything."""
    source = _("Made elsewhere: {file} (Keras {version}).").format(file=origin.file, version=origin.keras_version)
    softmax = " " + _("It gave logits; a softmax was added.") if origin.is_softmax_added else ""
    return f"{source} {_pixels_sentence(origin.pixels)}{softmax}"


def _pixels_sentence(pixels: str) -> str:
    return {
        "unit": _("It wants pixels from 0 to 1, white ink on black, as the tutorials do."),
        "bytes": _("It wants pixels from 0 to 255: its author did not divide by 255."),
        "centred": _("It wants pixels from −1 to 1."),
        "standardised": _("It wants pixels less their mean, divided by their spread."),
        "unit_inverted": _("It wants pixels from 0 to 1, black ink on white."),
        "bytes_inverted": _("It wants pixels from 0 to 255, black ink on white."),
        "centred_inverted": _("It wants pixels from −1 to 1, black ink on white."),
    }.get(pixels, pixels)
