"""The choice of the run that the Train page shows: the visitor's latest, another one, or a linked one."""

import streamlit as st

from base.errors import RunNotFoundError
from training.runs.board import RunSnapshot, RunState
from ui import state
from ui.clock import recent_text
from ui.language import gettext as _
from ui.shared.follow import rerun_when
from ui.shared.recipe_words import percent_text
from ui.shared.run_words import is_active, state_word
from use_cases.services import services

PARAMETER = "run"
# How often to check whether a run in the list starts or ends.
WATCH_S = 1.0


def chosen_run(visitor: str) -> RunSnapshot | None:
    """Return the run in the URL, of any visitor, else the visitor's latest; None if there is none."""
    asked = st.query_params.get(PARAMETER)
    if asked:
        try:
            return services().runs.view(asked)
        except RunNotFoundError:
            st.query_params.pop(PARAMETER, None)
            st.info(_("The training of this link is no longer kept. Here are yours."), icon=":material/link_off:")
    return services().runs.latest(visitor)


def show_run_choice(run: RunSnapshot | None, own: list[RunSnapshot]) -> None:
    """Show links to other runs, and a share button for this one.

    Args:
        run: the shown run; None leaves the row empty.
        own: the visitor's own runs, newest first.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run_choice"):
        if run is None:
            st.space("stretch")
            return
        if not any(each.id == run.id for each in own):
            st.caption(_("Somebody shared this training with you. You can watch it."), width="stretch")
            if own:
                st.button(_("See yours"), type="tertiary", icon=":material/undo:", on_click=look_at, args=(None,))
        elif len(own) > 1:
            _show_own(run, own)
        else:
            st.space("stretch")
        with st.popover(_("Share"), icon=":material/share:", type="tertiary"):
            st.caption(_("Anyone with this link can watch this training, but not change it."))
            st.code(f"{st.context.url or ''}?{PARAMETER}={run.id}", language=None, wrap_lines=True)


def look_at(run_id: str | None) -> None:
    """Show a run; None for the visitor's latest. A callback."""
    state.TRAIN_ERROR.set(None)
    if run_id is None:
        st.query_params.pop(PARAMETER, None)
    else:
        st.query_params[PARAMETER] = run_id


def watch_runs(visitor: str, own: list[RunSnapshot]) -> None:
    """Rerun the page when one of the visitor's runs changes its state, to update the list."""
    if any(is_active(run) for run in own):
        drawn = _states(own)
        rerun_when(lambda: _states(services().runs.runs_of(visitor)) != drawn, WATCH_S)


def _states(runs: list[RunSnapshot]) -> dict[str, RunState]:
    return {run.id: run.state for run in runs}


def _show_own(run: RunSnapshot, own: list[RunSnapshot]) -> None:
    names = {each.id: _name(each) for each in own}
    state.TRAIN_RUN.set(run.id)
    st.selectbox(
        _("Your runs"),
        list(names),
        format_func=lambda run_id: names.get(run_id, run_id),
        key=state.TRAIN_RUN.name,
        on_change=lambda: look_at(state.TRAIN_RUN.get()),
        label_visibility="collapsed",
        help=_("Your runs"),
    )


def _name(run: RunSnapshot) -> str:
    """Return a run's label in the list, e.g. "dense-128 · 97.2 % · 14:05"."""
    figure = percent_text(run.result.test_accuracy) if run.result else state_word(run.state)
    return " · ".join((run.recipe.name, figure, recent_text(run.created)))
