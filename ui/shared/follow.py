"""Something that goes on elsewhere, a job or a run, drawn again and again until it has ended."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from base.jobs.queue import Job

T = TypeVar("T")

POLL_S = 0.5


def follow(look: Callable[[], T | None], show: Callable[[T], object], every_s: float = POLL_S) -> None:
    """Draw something in a fragment that runs by itself; once it has ended, have the whole page drawn, without a timer.

    Args:
        look: what goes on, as it is each time that it is called; something false once it has ended.
        show: draws that.
        every_s: seconds between two looks.
    """
    st.fragment(_look_again, run_every=every_s)(look, show)


def rerun_when(is_due: Callable[[], bool], every_s: float) -> None:
    """Have the whole page drawn anew as soon as something is due; draws nothing itself."""
    follow(lambda: not is_due(), lambda _waits: None, every_s)


def if_active(job: Job | None) -> Job | None:
    """A job that waits or is under way; None for one that has ended, or that nobody asked for."""
    return job if job is not None and job.is_active else None


def _look_again(look: Callable[[], T | None], show: Callable[[T], object]) -> None:
    found = look()
    if not found:
        st.rerun()
    show(found)
