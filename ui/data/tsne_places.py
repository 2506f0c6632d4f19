"""Where t-SNE places the images of a map, once it was made; until then, how far that is."""

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


def tsne_places(dataset: str) -> NDArray[np.float32] | None:
    """Where the images of `cached.map_sample` lie: float32 (n, 2).

    None where that is not known: then it is asked for, and its progress stands here; the page is drawn anew once it
    is done. It is never made in the page's own thread.
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
    places: NDArray[np.float32] = job.result
    return places


def _show_progress(job: Job) -> None:
    st.progress(job.progress, text=_("Making the map, once for everybody …"))
