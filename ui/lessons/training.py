"""Results of a training in lessons: the visitor's own, else that of Digit Lab's model."""

import streamlit as st

from image_data import are_digits, class_names
from lessons import Show
from training.diagnosis import diagnose
from training.recipe.recipes import Recipe
from ui import state
from ui.language import gettext as _
from ui.lessons.own import own_run, own_runs, trained
from ui.shared.callback_error import keep_error
from ui.shared.diagnosis_words import diagnosis_sentences
from ui.shared.loss_chart import show_curves
from ui.shared.model_words import recipe_line
from ui.shared.recipe_words import percent_text
from ui.shared.run_view import Empty, show_run
from ui.shared.run_words import gap_text, is_active, latest_figures, timing_text, validation_sentence
from ui.visitor import visitor_id
from use_cases.services import services

# The accuracy from which on a digit classifier counts as trained, as a tutorial says.
LEARNT = 0.9


def show_fit(show: Show) -> None:
    """Show a button that trains the recipe, and the visitor's latest run of it: curves, epochs, result, saving."""
    visitor = visitor_id()
    services().runs.open()
    is_busy = any(is_active(run) and not run.sweep for run in services().runs.runs_of(visitor))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Train"),
            type="primary",
            icon=":material/play_arrow:",
            key=state.LESSON_TRAIN,
            on_click=_submit,
            args=(visitor, show.recipe),
            disabled=is_busy,
            help=_("Your run is still going. Wait for it to finish, or stop it.") if is_busy else None,
        )
        st.caption(timing_text(services().runs.timing(show.recipe)), width="content")
    empty = Empty(show.recipe, _("**No run yet.** Press Train to see the curves."))
    show_run(visitor, own_run(visitor, show.recipe), empty)


def _submit(visitor: str, recipe: Recipe) -> None:
    with keep_error(state.TRAIN_ERROR):
        services().runs.submit(visitor, recipe)


def show_curves_of(show: Show) -> None:
    """Show loss and accuracy by epoch, with an explanation."""
    found = trained(show.recipe)
    st.caption(found.source)
    summary, diagnosis = latest_figures(found.history), diagnose(found.history)
    show_curves(found.history, len(found.history["loss"]), show.recipe.validation, summary, diagnosis)
    st.caption(f"{summary} {validation_sentence(show.recipe)}".strip())
    if diagnosis:
        st.markdown(diagnosis_sentences(diagnosis))


def show_evaluate(show: Show) -> None:
    """Show loss and accuracy on the test images."""
    found = trained(show.recipe)
    st.caption(found.source)
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Test accuracy"), percent_text(found.test_accuracy, 2), width="content")
        st.metric(_("Test loss"), f"{found.test_loss:.4f}", width="content")
    if are_digits(class_names(show.recipe.dataset)):
        is_learnt = found.test_accuracy > LEARNT
        st.markdown(
            _("Over 90\u00a0%: it has learnt to read.")
            if is_learnt
            else _("Not over 90\u00a0%: it has not learnt yet.")
        )


def show_gap(show: Show) -> None:
    """Show the gap between training and test accuracy, and its name."""
    found = trained(show.recipe)
    st.caption(found.source)
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Training accuracy"), percent_text(found.trained_accuracy, 2), width="content")
        st.metric(_("Test accuracy"), percent_text(found.test_accuracy, 2), width="content")
    st.markdown(
        gap_text(found.trained_accuracy, found.test_accuracy, has_dropout=bool(show.recipe.dropout), decimals=2),
    )


def show_runs(show: Show) -> None:
    """Show the visitor's finished runs on this data set, newest first, with recipe and outcome."""
    runs = [run for run in own_runs(visitor_id()) if run.result and run.recipe.dataset == show.recipe.dataset]
    if not runs:
        st.info(_("You have no finished training on these pictures yet."))
        return
    lines = [
        {
            _("Network"): recipe_line(run.recipe, len(run.result.history.get("loss", ()))),
            _("Test accuracy"): percent_text(run.result.test_accuracy, 2),
            _("Parameters"): f"{run.result.parameters:,}",
        }
        for run in runs[:8]
        if run.result
    ]
    st.table(lines, border="horizontal", hide_index=True)
