"""Results about an untrained network in lessons: its layers, its training settings, its data."""

import ast
import traceback

import streamlit as st

from lessons import Show
from training.recipe.recipes import TEST_IMAGES, count_fixed_parameters, count_images, count_parameters, layers
from ui.language import gettext as _
from ui.shared.architecture import show_architecture
from ui.shared.layer_table import show_explanation, show_layers
from ui.shared.recipe_words import number_text, optimizer_name


def show_layers_of(show: Show) -> None:
    """Show each layer with its shape and parameters, and how their number is computed."""
    show_explanation(show.recipe)
    # If the code flattens the images before, the network has no Flatten layer.
    show_layers(show.recipe, has_flatten="Flatten" in show.code or not show.code)
    fixed = count_fixed_parameters(show.recipe)
    total = count_parameters(show.recipe)
    words = _("Total parameters: {total}. Trainable: {trainable}. Non-trainable: {fixed}.")
    st.markdown(words.format(total=f"{total:,}", trainable=f"{total - fixed:,}", fixed=f"{fixed:,}"))


def show_picture(show: Show) -> None:
    """Show the network as a diagram, with an SVG download."""
    show_architecture(layers(show.recipe), show.recipe.name)


def show_compile(show: Show) -> None:
    """Show each argument of `compile` and its meaning."""
    recipe = show.recipe
    is_sparse = recipe.loss == "sparse"
    optimizer = f"{optimizer_name(recipe.optimizer)}, {number_text(recipe.learning_rate)}"
    loss = "sparse_categorical_crossentropy" if is_sparse else "categorical_crossentropy"
    names = _("Argument"), _("Here"), _("What it does")
    lines = (
        (
            "`optimizer`",
            optimizer,
            _("How the parameters are corrected, and by how much: the number is the learning rate."),
        ),
        ("`loss`", f"`{loss}`", _loss_words(is_sparse)),
        (
            "`metrics`",
            "`accuracy`",
            _("What is reported besides the loss: the share of right answers. It does not change the training."),
        ),
    )
    st.table([dict(zip(names, line, strict=True)) for line in lines], border="horizontal", hide_index=True)


def _loss_words(is_sparse: bool) -> str:
    if is_sparse:
        return _("How wrong an answer is. Sparse: the labels are plain numbers.")
    return _("How wrong an answer is. Categorical: the labels are one-hot.")


def show_held_out(show: Show) -> None:
    """Show the numbers of training, validation and test images."""
    learnt, held_out = count_images(show.recipe)
    from_where = {
        "split": _("the last 20\u00a0% of the training pictures"),
        "test": _("the test pictures themselves"),
        "none": "",
    }[show.recipe.validation]
    names = _("Pictures"), _("How many"), _("Which")
    lines = (
        (_("to learn from"), f"{learnt:,}", _("training pictures")),
        (_("checked after each epoch"), f"{held_out:,}", from_where),
        (_("for the test"), f"{TEST_IMAGES:,}", _("the test pictures")),
    )
    st.table([dict(zip(names, line, strict=True)) for line in lines], border="horizontal", hide_index=True)


def show_syntax(show: Show) -> None:
    """Show Python's syntax check of the step's code. The code is parsed, never run."""
    try:
        ast.parse(show.code, filename="lesson.py")
    except SyntaxError as error:
        st.code("".join(traceback.format_exception_only(error)).rstrip(), language=None)
    except (ValueError, RecursionError, MemoryError) as error:
        st.code(f"{type(error).__name__}: {error}", language=None)
    else:
        st.caption(_("Python understands these lines."))
