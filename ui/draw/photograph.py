"""Input of a picture from a file or a camera."""

import streamlit as st

from ui import state
from ui.draw.photograph_camera import show_camera
from ui.language import gettext as _

FORMATS = ["png", "jpg", "jpeg", "webp", "bmp", "gif", "heic", "heif"]


def show_photograph_input() -> bytes | None:
    """Show a button that opens a panel with a file field and the camera.

    Returns:
        The bytes of the chosen or taken picture; None for none. A file stays until `forget_photograph`.
    """
    number = state.PHOTOGRAPH_NUMBER.get()
    panel = st.popover(
        _("Photograph"),
        icon=":material/photo_camera:",
        width="stretch",
        key=state.PHOTOGRAPH_PANEL.name,
        on_change="rerun",
    )
    with panel:
        uploaded = st.file_uploader(
            _("A picture with digits on it"),
            type=FORMATS,
            help=_("PNG, JPEG, WebP, BMP, GIF or HEIC, up to 20 MB."),
            key=f"{state.PHOTOGRAPH_FILE}_{number}",
            on_change=_close_panel,
        )
        taken = show_camera(on_photograph=_close_panel)
    if taken is not None:
        return taken
    return uploaded.getvalue() if uploaded is not None else None


def forget_photograph() -> None:
    """Clear the file field from the next rerun on. May be called in a callback."""
    # Only a new key clears a file field.
    state.PHOTOGRAPH_NUMBER.set(state.PHOTOGRAPH_NUMBER.get() + 1)


def _close_panel() -> None:
    """Close the panel, which covers the picture and its answer."""
    state.PHOTOGRAPH_PANEL.set(False)
