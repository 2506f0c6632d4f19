"""Compare trainings: curves, table, and the leader while they run."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from base.errors import DigitLabError
from ui import state
from ui.compare.chart import HEIGHT_PX, comparison_chart, figure_names
from ui.compare.compared import Entry, entries, numbered
from ui.compare.table import DECIMALS, show_comparison_table
from ui.language import gettext as _
from ui.shared.follow import follow
from ui.shared.recipe_words import percent_text
from use_cases.services import services

POLL_S = 1.0


def show_comparison(visitor: str, options: dict[str, Entry], chosen: Sequence[str]) -> None:
    """Draw the chosen entries, and redraw them until all have ended.

    Args:
        visitor: the runs' owner.
        options: all entries by id.
        chosen: the chosen ids.
    """
    if not any(options[name].is_active for name in chosen):
        _show(visitor, [options[name] for name in chosen])
        return
    follow(lambda: _under_way(visitor, chosen), lambda compared: _show(visitor, compared), POLL_S)


def _under_way(visitor: str, chosen: Sequence[str]) -> Sequence[Entry]:
    """Return the chosen entries' current states; empty once all have ended."""
    options = entries(visitor)
    found = [options[name] for name in chosen if name in options]
    return found if any(entry.is_active for entry in found) else ()


def _show(visitor: str, compared: Sequence[Entry]) -> None:
    if not compared:
        st.info(_("Choose runs or models, or try several at once, to see their curves side by side."))
        return
    names = distinct_names(compared)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="comparison_head"):
            figure = _choose_figure(compared)
            st.space("stretch")
            if any(entry.is_active for entry in compared):
                _show_stop(visitor, compared)
        chart = comparison_chart(compared, names, figure)
        st.altair_chart(chart, height=HEIGHT_PX, alt=_summary(compared, names, figure), key="comparison_chart")
    with st.container(border=True, gap="xsmall"):
        with st.container(key="comparison_leader"):
            _show_leader(compared, names)
        show_comparison_table(compared, names)


def distinct_names(compared: Sequence[Entry]) -> list[str]:
    """Return distinct names of the entries, with details where needed."""
    own = Counter(entry.name for entry in compared)
    return numbered([entry.name if own[entry.name] == 1 else entry.label for entry in compared])


def _choose_figure(compared: Sequence[Entry]) -> str:
    is_validated = any(entry.recipe and entry.recipe.validation != "none" for entry in compared)
    figures = figure_names()
    return st.pills(
        _("Metric"),
        list(figures),
        default="val_accuracy" if is_validated else "accuracy",
        format_func=figures.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=state.COMPARE_FIGURE,
        persist_state="session",
    )


def _show_stop(visitor: str, compared: Sequence[Entry]) -> None:
    active = [entry.id.removeprefix("run:") for entry in compared if entry.is_active]
    st.button(_("Stop all"), icon=":material/stop:", on_click=_stop, args=(visitor, active), key=state.COMPARE_STOP)


def _stop(visitor: str, runs: Sequence[str]) -> None:
    state.SWEEP_ERROR.set(None)
    for run in runs:
        try:
            services().runs.stop(visitor, run)
        except DigitLabError as error:
            state.SWEEP_ERROR.set(error)


def _show_leader(compared: Sequence[Entry], names: Sequence[str]) -> None:
    """Show the leader in one sentence, and while some are active, how many have ended."""
    if len(compared) < 2 or not any(entry.score for entry in compared):
        return
    best = max(range(len(compared)), key=lambda index: compared[index].score)
    figures = {"name": names[best], "percent": percent_text(compared[best].score, DECIMALS)}
    active = sum(entry.is_active for entry in compared)
    if active:
        done = _("{done} of {count} finished.").format(done=len(compared) - active, count=len(compared))
        st.markdown(_("Leading: **{name}** with {percent}.").format(**figures) + " " + done)
    else:
        st.markdown(_("Best: **{name}** with {percent}.").format(**figures))


def _summary(compared: Sequence[Entry], names: Sequence[str], figure: str) -> str:
    """Describe the curves for screen readers."""
    last = [
        f"{name} {entry.history[figure][-1]:.3f}"
        for entry, name in zip(compared, names, strict=True)
        if entry.history.get(figure)
    ]
    return f"{figure_names()[figure]}: {', '.join(last)}" if last else figure_names()[figure]
