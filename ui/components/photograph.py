"""The second way in: a picture from a file or a camera."""

import streamlit as st

from ui.language import gettext as _

FORMATS = ["png", "jpg", "jpeg", "webp", "bmp", "gif", "heic", "heif"]


def show_photograph_input() -> bytes | None:
    """A button that opens a file chooser and, on demand, the camera; the picture's bytes, None where there is none."""
    with st.popover(_("Photograph"), icon=":material/photo_camera:", width="stretch"):
        uploaded = st.file_uploader(
            _("A picture with digits on it"),
            type=FORMATS,
            help=_("PNG, JPEG, WebP, BMP, GIF or HEIC, up to 20 MB."),
        )
        taken = None
        if st.toggle(_("Use the camera")):
            taken = st.camera_input(_("Hold your digits in front of the camera"), label_visibility="collapsed")
    picture = uploaded if taken is None else taken
    return picture.getvalue() if picture is not None else None
