"""What was measured of a model, for a page to draw; while it is being measured, how far that is."""

from collections.abc import Callable

import streamlit as st

from errors import DigitLabError
from evaluation.board import board
from evaluation.kept import Arrays
from jobs.queue import Job, JobState
from model_store import ModelCard
from ui.error_text import error_text
from ui.language import gettext as _
from ui.visitor import visitor_id

POLL_S = 0.5


def measured(card: ModelCard, kind: str) -> Arrays | None:
    """What a measurement found. None where it is not done: then it is asked for, and its progress stands here.

    The page is drawn anew once it is done. It is never made in the page's own thread.

    Args:
        card: of the model.
        kind: see `EvaluationBoard.find`.
    """
    try:
        found = board().find(card, kind)
        if found is not None:
            return found
        job = board().job(card, kind)
        if job is None or job.state is JobState.DONE:
            board().request(visitor_id(), card, kind)
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
        return None
    show_progress(lambda: board().job(card, kind))
    return None


def show_progress(find_job: Callable[[], Job | None]) -> None:
    """Show how far a job is, or why it failed; draw the page anew when it is done.

    Args:
        find_job: the job as it stands now, each time that it is called.
    """
    job = find_job()
    if job is not None and job.error is not None:
        st.error(error_text(job.error), icon=":material/error:")
    else:
        st.fragment(_follow, run_every=POLL_S)(find_job)


def _follow(find_job: Callable[[], Job | None]) -> None:
    job = find_job()
    if job is None or not job.is_active:
        st.rerun()
    words = _("Waiting for others …") if job.state is JobState.WAITING else _("Being measured, once for this model …")
    st.progress(job.progress, text=words)
