"""The origin of an imported model, in words."""

import streamlit as st

from conversion.origin import NEAR_CHANCE, Origin
from model_store import ModelCard
from ui.language import gettext as _
from ui.shared.recipe_words import percent_text


def show_origin(card: ModelCard, origin: Origin) -> None:
    """Show where an imported model came from, and a warning if it is hardly better than chance as imported.

    The line is plain text, since a file name is untrusted.
    """
    source = _("Imported from {file} (Keras {version}).").format(file=origin.file, version=origin.keras_version)
    parts = (source, _pixels_sentence(origin.pixels), _ending_sentence(origin.ending))
    st.text(" ".join(part for part in parts if part))
    _show_warning(card, origin)


def _pixels_sentence(pixels: str) -> str:
    return {
        "unit": _("It expects pixels from 0 to 1, white ink on black, as in the tutorials."),
        "bytes": _("It expects pixels from 0 to 255: its author did not divide by 255."),
        "centred": _("It expects pixels from −1 to 1."),
        "shifted": _("It expects pixels from −0.5 to 0.5."),
        "standardised": _("It expects pixels minus their mean, divided by their standard deviation."),
        "unit_inverted": _("It expects pixels from 0 to 1, black ink on white."),
        "bytes_inverted": _("It expects pixels from 0 to 255, black ink on white."),
        "centred_inverted": _("It expects pixels from −1 to 1, black ink on white."),
        "shifted_inverted": _("It expects pixels from −0.5 to 0.5, black ink on white."),
    }.get(pixels, pixels)


def pixels_name(pixels: str) -> str:
    """Return a pixel scaling as a Python expression."""
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
    """Return how the ten outputs were converted to probabilities; "" if they already were."""
    if ending == "softmax":
        return ""
    if ending == "linear":
        return _("It gave logits; a softmax was added.")
    return _("Its {activation} at the end was replaced by a softmax, so that it gives probabilities.").format(
        activation=ending
    )


def _show_warning(card: ModelCard, origin: Origin) -> None:
    """Show why a network's accuracy is low, if it is: as imported, or with every scaling."""
    as_it_is = percent_text(max(origin.tried.values(), default=0.0))
    if origin.is_transposed:
        st.warning(
            _(
                "It was trained on transposed pictures, rows for columns: it gets {accuracy} of normal "
                "pictures right. Now every picture is transposed for it first."
            ).format(accuracy=as_it_is)
        )
    elif origin.order:
        st.warning(
            _(
                "Its answers were in another order: only {accuracy} were right. Its answers for 0, 1, 2 … were "
                "{answers}; now they are in order. Were the labels shuffled before training?"
            ).format(accuracy=as_it_is, answers=", ".join(map(str, origin.order)))
        )
    elif card.test_accuracy < NEAR_CHANCE:
        st.warning(
            _(
                "It is hardly better than guessing. Likely causes: it was not trained, or for too few epochs; "
                "its pixels were scaled in a way that is not in the list; its pictures or labels are of "
                "something else."
            )
        )
