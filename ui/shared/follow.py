"""Poll and redraw a running job or training until it ends."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from base.jobs.queue import Job

T = TypeVar("T")

POLL_S = 0.5


def follow(look: Callable[[], T | None], show: Callable[[T], object], every_s: float = POLL_S) -> None:
    """Redraw a running job in a timed fragment; when it ends, rerun the whole page without a timer.

    Args:
        look: returns the current state; a falsy value once it has ended.
        show: draws the state.
        every_s: seconds between two polls.
    """
    st.fragment(_look_again, run_every=every_s)(look, show)


def rerun_when(is_due: Callable[[], bool], every_s: float) -> None:
    """Rerun the whole page as soon as `is_due` returns true; draws nothing itself."""
    follow(lambda: not is_due(), lambda _waits: None, every_s)


def if_active(job: Job | None) -> Job | None:
    """Return a waiting or running job; None for a finished or missing one."""
    return job if job is not None and job.is_active else None


def _look_again(look: Callable[[], T | None], show: Callable[[T], object]) -> None:
    found = look()
    if not found:
        st.rerun()
    show(found)
