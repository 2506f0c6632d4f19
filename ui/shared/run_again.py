"""Another try of a run: the form takes over its recipe and seed, and both runs' curves are drawn over each other."""

import streamlit as st

from base.errors import RunNotFoundError
from training.recipe.recipes import Recipe
from training.runs.board import RunSnapshot
from ui import state
from ui.language import gettext as _
from ui.shared import recipe_values as values
from use_cases.services import services


def show_again(run: RunSnapshot) -> None:
    """A button that sets the form to a run's recipe, for another try from the same start."""
    st.button(
        _("Another try"),
        key=state.TRAIN_AGAIN,
        icon=":material/replay:",
        on_click=_begin_again,
        args=(run,),
        help=_(
            "Copies this run's settings and seed into the form. Change one thing and press Train to see both curves."
        ),
    )


def _begin_again(run: RunSnapshot) -> None:
    values.put_recipe(recipe_of_run(run))
    state.TRAIN_COMPARED.set(run.id)


def compared_run() -> RunSnapshot | None:
    """The run that the form's is another try of; None where it is of none, or that is no longer kept."""
    run_id = state.TRAIN_COMPARED.get()
    return viewed(run_id) if run_id else None


def recipe_of_run(run: RunSnapshot) -> Recipe:
    """What a run was trained with: its recipe, and what was changed on the way."""
    return run.result.recipe if run.result else run.recipe


def viewed(run_id: str) -> RunSnapshot | None:
    """A run as it is now; None where it is no longer kept."""
    try:
        return services().runs.view(run_id)
    except RunNotFoundError:
        return None


def forget_compared() -> None:
    """Let the form's next run stand for itself. A callback."""
    state.TRAIN_COMPARED.set("")


def show_compared(run: RunSnapshot) -> None:
    """One line that says of which run the next one is another try, and a cross that takes it back."""
    words = _("Another try of {run}: same start, same seed. Change one thing.")
    line, cross = st.columns([0.88, 0.12], wrap=False, vertical_alignment="center")
    line.markdown(f":material/replay: {words.format(run=f'**{run.recipe.name}**')}")
    with cross:
        st.button(
            "",
            key=state.TRAIN_NOT_AGAIN,
            icon=":material/close:",
            type="tertiary",
            on_click=forget_compared,
            help=_("Make it a separate run"),
        )
