"""The part of "More" for the network: convolutional blocks, activation, batch normalization, dropout."""

import streamlit as st

from training.recipe.layers import POOLINGS
from training.recipe.limits import FILTERS, KERNELS
from ui import state
from ui.language import gettext as _
from ui.shared import recipe_values as values
from ui.shared.recipe_controls import KEEP, is_shown, show_field, whole_range
from ui.shared.recipe_fields import field_help, field_name
from ui.shared.recipe_words import kernel_text, pooling_name
from ui.train.recipe_rows import Press, show_rows
from ui.train.recipe_start import show_start

FIELDS = ("start", "convolutions", "activation", "batch_normalization", "dropout")
# The width of a block's row, so that it fits a phone.
FILTERS_PX, KERNEL_PX, POOLING_PX = 80, 82, 100


def show_network() -> None:
    """Show these controls, except those hidden by a lesson."""
    show_start()
    if values.chosen_start():
        return
    if is_shown("convolutions"):
        _show_blocks()
    show_field("activation")
    show_field("batch_normalization")
    show_field("dropout")


def _show_blocks() -> None:
    st.markdown(
        field_name("convolutions"),
        help=field_help("convolutions"),
    )
    show_rows(
        state.TRAIN_BLOCKS.get(),
        values.MAX_BLOCKS,
        _show_block,
        add=Press(_("Add a block"), values.add_block, state.TRAIN_ADD_BLOCK),
        remove=Press(_("Remove block {number}"), values.remove_block, state.TRAIN_REMOVE_BLOCK),
    )


def _show_block(number: int) -> None:
    """Show a block's fields; only the first block has visible labels."""
    words = "visible" if number == 1 else "collapsed"
    st.number_input(
        _("Filters"),
        *whole_range(FILTERS),
        step=4,
        key=values.block_key("filters", number).name,
        label_visibility=words,
        width=FILTERS_PX,
        **KEEP,
    )
    st.selectbox(
        _("Window"),
        KERNELS,
        format_func=kernel_text,
        key=values.block_key("kernel", number).name,
        label_visibility=words,
        width=KERNEL_PX,
        **KEEP,
    )
    st.selectbox(
        _("Pooling"),
        POOLINGS,
        format_func=pooling_name,
        key=values.block_key("pooling", number).name,
        label_visibility=words,
        width=POOLING_PX,
        **KEEP,
    )
