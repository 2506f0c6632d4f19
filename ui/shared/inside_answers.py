"""The recognizer's explanations, cached in the visitor's session, and requested again while it is unavailable."""

import time
from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st

from base.errors import DigitLabError, RecognizerBusyError, RecognizerUnavailableError
from recognition.explain_query import ExplainQuery
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.follow import rerun_when
from use_cases.services import services

AGAIN_S = 2.0
MAX_CACHED = 24

Answer = dict[str, Any]


def explained(query: ExplainQuery) -> Answer | None:
    """Return the reply, see `Explainer.answer`; None after showing an error."""
    return cached_answer(query, lambda: services().recognizer.explain(query))


def cached_answer(key: Hashable, ask: Callable[[], Answer]) -> Answer | None:
    """Return an answer of the recognizer, cached for the session's next reruns; None after showing an error.

    Args:
        key: the cache's key.
        ask: requests the answer; may take some seconds.
    """
    cached = state.INSIDE_ANSWERS.get()
    if key in cached:
        return cached[key]
    try:
        with st.spinner(_("Looking inside …"), show_time=False):
            answer = ask()
    except (RecognizerUnavailableError, RecognizerBusyError) as error:
        st.info(error_text(error), icon=":material/hourglass_empty:")
        since = time.monotonic()
        rerun_when(lambda: time.monotonic() - since > AGAIN_S / 2, AGAIN_S)
        return None
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
        return None
    state.INSIDE_ANSWERS.set(dict([*cached.items(), (key, answer)][-MAX_CACHED:]))
    return answer
