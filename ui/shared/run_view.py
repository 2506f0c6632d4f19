"""A training run: state, progress, curves, in a fragment that polls while the run is active."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from training.diagnosis import diagnose
from training.recipe.recipes import Recipe
from training.results import History
from training.runs.board import RunSnapshot, RunState
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.callback_error import keep_error, show_error
from ui.shared.diagnosis_words import diagnosis_sentences
from ui.shared.follow import follow
from ui.shared.loss_chart import PAGE, Earlier, Size, show_curves
from ui.shared.pinned_view import show_pinned
from ui.shared.recipe_words import number_text, percent_text
from ui.shared.run_again import show_again, viewed
from ui.shared.run_result import show_downloads, show_result
from ui.shared.run_words import (
    ending_sentence,
    gap_sentence,
    interruption_sentence,
    is_active,
    latest_figures,
    origin_sentences,
    progress,
    progress_text,
    state_badge,
    validation_sentence,
)
from use_cases.services import services

# The empty charts' number of epochs without a recipe.
FRAME_EPOCHS = 5
# Heights of a table, and of a text with buttons below it, shown instead of the curves.
TAB_HEIGHT_PX = 250
SUMMARY_HEIGHT_PX = 200


@dataclass(frozen=True)
class Empty:
    """The view's content without a run.

    Attributes:
        recipe: the recipe that the empty charts are drawn for; None for none.
        words: instructions, as Markdown.
    """

    recipe: Recipe | None
    words: str


def show_run(visitor: str, run: RunSnapshot | None, empty: Empty, is_own: bool = True, size: Size = PAGE) -> None:
    """Draw a run, and redraw it until it ends.

    Args:
        visitor: the viewing visitor.
        run: the run; None draws empty charts.
        empty: the content without a run.
        is_own: whether it is the visitor's own, with buttons to stop, resume and save.
        size: the curves' font and line size.
    """
    if run is None or not is_active(run):
        with st.container():  # like the fragment's own container, so that the layout does not change when a run starts
            _show(visitor, run, empty, is_own, size)
    else:
        run_id = run.id
        follow(lambda: _active_run(run_id), lambda active: _show(visitor, active, empty, is_own, size))


def _active_run(run_id: str) -> RunSnapshot | None:
    """Return an active run's current state; None if it ended or was deleted, so that the page chooses another."""
    run = viewed(run_id)
    return run if run and is_active(run) else None


def _show(visitor: str, run: RunSnapshot | None, empty: Empty, is_own: bool, size: Size) -> None:
    show_error(state.TRAIN_ERROR)
    with st.container(border=True, gap="xsmall", key="run_panel"):
        _show_head(visitor, run, empty, is_own)
        with st.container(key="run_progress"):
            st.progress(progress(run) if run else 0.0)
        if run:
            _show_trouble(run, is_own)
        show_result(visitor, run, is_own)
        recipe = run.recipe if run else empty.recipe
        _show_tabs(run, recipe, size)
        _show_words(run, recipe)
    show_pinned(run, is_own)


def _show_tabs(run: RunSnapshot | None, recipe: Recipe | None, size: Size) -> None:
    names = [_("Curves"), _("Epoch by epoch"), _("Keras summary")]
    curves, epochs, *summary = st.tabs(names if run and run.result else names[:2])
    with curves:
        _show_curves(run, recipe, size)
    with epochs:
        _show_epochs(run.history if run else {})
    if run and run.result:
        with summary[0]:
            st.code(run.result.summary, language=None, height=SUMMARY_HEIGHT_PX)
            show_downloads(run)


def _show_head(visitor: str, run: RunSnapshot | None, empty: Empty, is_own: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run_head"):
        if run is None:
            st.markdown(empty.words)
            return
        word, icon, color = state_badge(run, services().runs.ready)
        st.markdown(f"**{run.recipe.name}**", width="content")
        st.badge(word, icon=icon, color=color)
        st.caption(progress_text(run, services().runs.ready), width="content")
        st.space("stretch")
        if is_own:
            with st.container(horizontal=True, gap="small", width="content", key="run_buttons"):
                _show_buttons(visitor, run)


def _show_buttons(visitor: str, run: RunSnapshot) -> None:
    if is_active(run):
        if run.state is RunState.RUNNING and run.epoch:  # there is no space beside a waiting run's text
            st.button(
                _("Pause"),
                key=state.TRAIN_PAUSE,
                icon=":material/pause:",
                on_click=_act,
                args=(services().runs.pause, visitor, run.id),
                help=_("Others may train meanwhile; it resumes at the same picture."),
            )
        st.button(
            _("Stop and keep"),
            key=state.TRAIN_STOP,
            icon=":material/stop:",
            disabled=run.state is RunState.STOPPING,
            on_click=_act,
            args=(services().runs.stop, visitor, run.id),
            help=_("Ends the training within a second; you can save what it has learnt so far."),
        )
        return
    if run.can_resume:
        st.button(
            _("Resume"),
            key=state.TRAIN_RESUME,
            type="primary" if run.state in (RunState.LOST, RunState.PAUSED) else "secondary",
            icon=":material/resume:",
            on_click=_act,
            args=(services().runs.resume, visitor, run.id),
            help=_("Trains the remaining epochs; the curves continue."),
        )
    if run.history and not run.sweep:
        show_again(run)


def _act(action: Callable[[str, str], None], visitor: str, run_id: str) -> None:
    """Stop or resume a run; an error is shown above the run."""
    with keep_error(state.TRAIN_ERROR):
        action(visitor, run_id)


def _show_trouble(run: RunSnapshot, is_own: bool) -> None:
    """Show why a run failed or was interrupted, and what its visitor can do."""
    if run.state not in (RunState.FAILED, RunState.LOST):
        return
    sentences = [error_text(run.error)] if run.error else []
    if run.state is RunState.LOST:
        sentences += [interruption_sentence(run), *([_("Press “Resume” to train the rest.")] if is_own else [])]
    else:
        sentences.append(
            _("The training ended early. Nothing else is lost: press Train to try again, perhaps with smaller layers.")
        )
    st.warning(" ".join(sentences), icon=":material/error:")


def _show_curves(run: RunSnapshot | None, recipe: Recipe | None, size: Size) -> None:
    history = run.history if run else {}
    epochs, validation = (recipe.epochs, recipe.validation) if recipe else (FRAME_EPOCHS, "none")
    earlier = viewed(run.compared_to) if run and run.compared_to else None
    before = Earlier(earlier.recipe.name, earlier.history) if earlier else None
    show_curves(history, epochs, validation, _summary(run), diagnose(history), size, before)


def _show_words(run: RunSnapshot | None, recipe: Recipe | None) -> None:
    """Show one sentence with the last figures, and one with the current activity."""
    diagnosis = diagnose(run.history) if run else None
    with st.container(gap=None, key="run_words"):
        st.caption(" ".join(part for part in (_summary(run), recipe and validation_sentence(recipe)) if part))
        if run is None and not services().runs.ready:
            st.caption(_("The trainer is starting. You can already press Train."))
        for sentence in origin_sentences(run, recipe):
            st.caption(sentence)
        if run and run.result and ending_sentence(run.result):
            st.caption(ending_sentence(run.result))
        if diagnosis:
            st.markdown(":orange[:material/trending_up:] " + diagnosis_sentences(diagnosis))
        elif run and run.result:
            st.caption(gap_sentence(run.result))


def _summary(run: RunSnapshot | None) -> str:
    return latest_figures(run.history if run else {}) or _("The curves appear after the first epoch.")


def _show_epochs(history: History) -> None:
    names = {
        "loss": _("Loss"),
        "accuracy": _("Accuracy"),
        "val_loss": _("Validation loss"),
        "val_accuracy": _("Validation accuracy"),
        "own_accuracy": _("Your own drawings"),
        "learning_rate": _("Learning rate"),
    }
    columns = {names[key]: list(history[key]) for key in names if history.get(key)}
    frame = pd.DataFrame(columns, index=pd.RangeIndex(1, len(history.get("loss", ())) + 1, name=_("Epoch")))
    formats: dict[str, Callable[[float], str]] = {
        name: percent_text if "accuracy" in key else "{:.4f}".format for key, name in names.items()
    }
    formats[names["learning_rate"]] = number_text
    st.dataframe(
        frame.style.format({name: formats[name] for name in columns}),
        height="content" if len(frame) <= 6 else TAB_HEIGHT_PX,
    )
