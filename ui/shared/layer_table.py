"""The cost of a recipe: parameters per layer, and estimated training time."""

import streamlit as st

from training.recipe.recipes import Recipe, count_parameters, layers
from ui.language import gettext as _
from ui.shared.recipe_words import shape_text
from ui.shared.run_words import timing_text
from ui.shared.starting_model import start_card
from use_cases.services import services


def show_recipe_facts(recipe: Recipe) -> None:
    """Show parameters and seconds in one line, with details of the parameters on demand."""
    card = start_card(recipe) if recipe.is_outside_family else None
    total = f"{card.parameters if card else count_parameters(recipe):,}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        time = timing_text(services().runs.timing(recipe))
        st.markdown(_("**{parameters}** parameters").format(parameters=total) + f" · {time}", width="content")
        if recipe.is_outside_family:
            return
        with st.popover(_("Show how"), type="tertiary"):
            show_explanation(recipe)
            show_layers(recipe)


def show_explanation(recipe: Recipe) -> None:
    """Explain how layers' parameters are counted."""
    st.markdown(_("A neuron has a weight for each of its inputs, and a bias of its own."))
    if recipe.convolutions:
        st.markdown(_("A filter has a weight for each pixel of its window on each map before it, and a bias."))


def show_layers(recipe: Recipe, has_flatten: bool = True) -> None:
    """Show each layer with its shape, its parameters, and how they are counted.

    Args:
        recipe: the network's recipe.
        has_flatten: whether the network has a Flatten layer.
    """
    names = _("Layer"), _("Outputs"), _("Weights + biases"), _("Parameters")
    lines = [
        (
            f"{row.name} · {row.activation}" if row.activation else row.name,
            shape_text(row.shape),
            row.formula if row.parameters else "",
            f"{row.parameters:,}",
        )
        for row in layers(recipe)
        if has_flatten or row.name != "Flatten"
    ]
    lines.append((_("Total"), "", "", f"{count_parameters(recipe):,}"))
    st.table([dict(zip(names, line, strict=True)) for line in lines], border="horizontal", hide_index=True)
