"""A model's measurements for a page; while they are computed, their progress."""

from collections.abc import Callable

import streamlit as st

from base.errors import DigitLabError
from base.jobs.queue import Job, JobState
from evaluation.measurement_cache import Arrays
from model_store import ModelCard
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.follow import follow, if_active
from ui.visitor import visitor_id
from use_cases.services import services


def measured(card: ModelCard, kind: str) -> Arrays | None:
    """Return a measurement's results. None while it is not done: then it is requested, and its progress is shown.

    The page reruns when it is done. It never runs in the page's own thread.

    Args:
        card: the model's card.
        kind: see `EvaluationBoard.find`.
    """
    try:
        found = services().evaluations.find(card, kind)
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
        return None
    if found is None:
        follow_job(
            f"{kind}_{card.id}",
            lambda: services().evaluations.job(card, kind),
            lambda: services().evaluations.request(visitor_id(), card, kind),
        )
    return found


def follow_job(name: str, find: Callable[[], Job | None], request: Callable[[], Job]) -> None:
    """Request a job and show its progress or error; the page reruns when it is done.

    Args:
        name: unique name on the page.
        find: returns the job's current state; None before it was requested.
        request: requests the job.
    """
    try:
        job = find()
        if job is None or job.state is JobState.DONE:  # done, but its result was removed since
            job = request()
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    if job.error is None:
        follow(lambda: if_active(find()), _show_progress)
        return
    st.error(error_text(job.error), icon=":material/error:")
    if st.button(_("Try again"), icon=":material/refresh:", key=f"{state.MEASURE_AGAIN}_{name}"):
        request()
        st.rerun()


def _show_progress(job: Job) -> None:
    words = _("Waiting for others …") if job.state is JobState.WAITING else _("Measuring this model, only once …")
    st.progress(job.progress, text=words)
