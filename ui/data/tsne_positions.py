"""The t-SNE positions of a map's images; while they are computed, the progress."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from base.errors import DigitLabError
from base.jobs.queue import Job
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.follow import follow, if_active
from ui.visitor import visitor_id
from use_cases.services import services


def tsne_positions(dataset: str) -> NDArray[np.float32] | None:
    """Return the positions of the images of `cached.map_sample`: float32 (n, 2).

    None while they are not computed: then they are requested, and the progress is shown; the page reruns when they
    are done. They are never computed in the page's own thread.
    """
    try:
        job = services().maps.job(dataset) or services().maps.request(visitor_id(), dataset)
        if job.error is not None:
            raise job.error
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
        st.button(_("Try again"), key=state.DATA_MAP_AGAIN, on_click=services().maps.forget, args=(dataset,))
        return None
    if job.is_active:
        follow(lambda: if_active(services().maps.job(dataset)), _show_progress)
        return None
    positions: NDArray[np.float32] = job.result
    return positions


def _show_progress(job: Job) -> None:
    st.progress(job.progress, text=_("Making the map, once for everybody …"))
