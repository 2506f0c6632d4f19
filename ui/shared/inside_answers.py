"""The recognizer's answers about a network's inside, asked once a visitor; where there is none yet, asked again."""

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
MOST_KEPT = 24

Answer = dict[str, Any]


def explained(query: ExplainQuery) -> Answer | None:
    """The reply, see `Explainer.answer`; None where there is none, and the page says why."""
    return asked(query, lambda: services().recognizer.explain(query))


def asked(key: Hashable, ask: Callable[[], Answer]) -> Answer | None:
    """An answer of the recognizer, kept for the session's next reruns; None where there is none, and the page says why.

    Args:
        key: what was asked.
        ask: asks it; may take some seconds.
    """
    kept = state.INSIDE_TOLD.get()
    if key in kept:
        return kept[key]
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
    state.INSIDE_TOLD.set(dict([*kept.items(), (key, answer)][-MOST_KEPT:]))
    return answer
