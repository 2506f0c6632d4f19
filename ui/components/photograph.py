"""The second way in: a picture from a file or a camera."""

import hashlib

import streamlit as st

from errors import DigitLabError, RecognizerBusyError, RecognizerUnavailableError
from recognition import client
from recognition.question import Question
from ui import state
from ui.components.lens import Served
from ui.error_text import error_text
from ui.language import current_language
from ui.language import gettext as _

FORMATS = ["png", "jpg", "jpeg", "webp", "bmp", "gif", "heic", "heif"]


def show_photograph_input() -> bytes | None:
    """A button that opens a file chooser and, on demand, the camera; the picture's bytes, None where there is none."""
    with st.popover(_("Photograph"), icon=":material/photo_camera:", width="stretch"):
        uploaded = st.file_uploader(
            _("A picture with one digit on it"),
            type=FORMATS,
            help=_("PNG, JPEG, WebP, BMP, GIF or HEIC, up to 20 MB."),
        )
        taken = None
        if st.toggle(_("Use the camera")):
            taken = st.camera_input(_("Hold one digit in front of the camera"), label_visibility="collapsed")
    picture = uploaded if taken is None else taken
    return picture.getvalue() if picture is not None else None


def serve(picture: bytes, model: str) -> Served:
    """Have a picture read through Streamlit, once; a refusal is worded for the visitor."""
    identity = hashlib.sha256(picture).hexdigest() + model + current_language()
    served: Served | None = st.session_state.get(state.SERVED)
    if served is None or served.waits or served.id != identity:
        served = _read(picture, model, identity)
        st.session_state[state.SERVED] = served
    return served


def _read(picture: bytes, model: str, identity: str) -> Served:
    try:
        return Served(identity, client.recognize(picture, Question(model, with_steps=True)))
    except (RecognizerUnavailableError, RecognizerBusyError) as error:
        return Served(identity + error.code, None, error_text(error), waits=True)
    except DigitLabError as error:
        return Served(identity, None, error_text(error))
