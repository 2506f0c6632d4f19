"""What a recipe costs before it is trained: parameters, layer by layer, and time."""

import streamlit as st

from training.estimates import estimate_seconds
from training.recipes import Recipe, count_parameters, layers
from ui.components.recipe_words import seconds_text, shape_text
from ui.language import gettext as _


def show_recipe_facts(recipe: Recipe) -> None:
    """One line of parameters and seconds, and where the parameters come from on demand."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            _("**{parameters}** parameters · about {time}").format(
                parameters=f"{count_parameters(recipe):,}", time=seconds_text(estimate_seconds(recipe))
            ),
            width="content",
        )
        with st.popover(_("How come?"), type="tertiary"):
            _show_layers(recipe)


def _show_layers(recipe: Recipe) -> None:
    st.markdown(_("A neuron has a weight for each of its inputs, and a bias of its own."))
    st.table(
        [
            {
                _("Layer"): layer.name,
                _("Outputs"): shape_text(layer.shape),
                _("Weights + biases"): layer.formula,
                _("Parameters"): f"{layer.parameters:,}",
            }
            for layer in layers(recipe)
        ],
        border="horizontal",
        hide_index=True,
    )
