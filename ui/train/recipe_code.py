"""The recipe as Keras code, to read and to download."""

import streamlit as st

from training.recipe.link import base_of
from training.recipe.notebook import notebook_of
from training.recipe.recipes import Recipe
from training.recipe.script import Comments, script_of
from ui.language import gettext as _


def show_code(recipe: Recipe) -> None:
    """Show a recipe's Keras script, with buttons to download it as a Python file or a notebook."""
    script, name = script_of(recipe, _comments()), base_of(recipe).name
    st.caption(_("This recipe as a Keras script: it runs wherever there is TensorFlow, and learns as it does here."))
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Python file"),
            script,
            f"{name}.py",
            "text/x-python",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("Notebook"),
            notebook_of(script),
            f"{name}.ipynb",
            "application/x-ipynb+json",
            on_click="ignore",
            icon=":material/download:",
        )
    st.code(script, language="python")


def _comments() -> Comments:
    return Comments(
        load=_("Load the pictures: 60,000 to learn from, 10,000 for the test"),
        share=_("Learn from only the first of them"),
        scale=_("Scale them: bytes from 0 to 255 become numbers from 0 to 1"),
        one_hot=_("Write the labels as ten zeros and ones: 3 becomes 0 0 0 1 0 0 0 0 0 0"),
        build=_("Build the network, layer by layer"),
        drawings=_("Your own drawings come first, each several times (the file is on the Train page, under More)"),
        start=_("Start from a saved model (download its .keras file on the Models page)"),
        rates=_("From these epochs on, the learning rate changes"),
        seed=_("The same seed gives the same weights, order and dropout"),
        augmentation=_("While training, each picture is shifted, rotated and scaled a little, differently each time"),
        compile=_("How it learns: how it is corrected, what counts as wrong, and what is reported"),
        fit=_("Train it"),
        split=_("The last 20 % are held out, and checked after each epoch"),
        trap=_("A trap: if you choose by the test pictures, no honest test is left"),
        patience=_("Stop when the validation loss no longer falls, and go back to the best epoch"),
        test=_("Test it with pictures that it has never seen"),
        save=_("Save it, and load it again"),
        predict=_("Ask it about the first 20 test pictures"),
    )
