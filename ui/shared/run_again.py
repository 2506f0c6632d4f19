"""Retry a run: copy its recipe and seed to the form, and draw both runs' curves in one chart."""

import streamlit as st

from base.errors import RunNotFoundError
from training.recipe.recipes import Recipe
from training.runs.board import RunSnapshot
from ui import state
from ui.language import gettext as _
from ui.shared import recipe_values as values
from use_cases.services import services


def show_again(run: RunSnapshot) -> None:
    """Show a button that sets the form to a run's recipe, for a retry from the same seed."""
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
    """Return the run that the form retries; None if there is none, or it was deleted."""
    run_id = state.TRAIN_COMPARED.get()
    return viewed(run_id) if run_id else None


def recipe_of_run(run: RunSnapshot) -> Recipe:
    """Return a run's recipe with the changes made during training."""
    return run.result.recipe if run.result else run.recipe


def viewed(run_id: str) -> RunSnapshot | None:
    """Return a run's current state; None if it was deleted."""
    try:
        return services().runs.view(run_id)
    except RunNotFoundError:
        return None


def forget_compared() -> None:
    """Detach the form's next run from the compared run. A callback."""
    state.TRAIN_COMPARED.set("")


def show_compared(run: RunSnapshot) -> None:
    """Show the run that the next one will be compared to, with a button to remove it."""
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
