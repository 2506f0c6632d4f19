"""The device's camera: live where the browser allows it, else through a file field that opens a phone's camera."""

import base64
import binascii
from collections.abc import Callable

import streamlit as st

from ui import assets, state
from ui.language import gettext as _

_START = "data:image/jpeg;base64,"
# A photograph of 1,600 pixels, as the component takes it, is a tenth of that.
_MAX_LENGTH = 6 * 2**20

_component = st.components.v2.component(
    "photograph_camera",
    html='<div class="camera"></div>',
    js=assets.script_loader("draw/photograph_camera.js"),
    isolate_styles=False,
)


def show_camera(on_photograph: Callable[[], None]) -> bytes | None:
    """Show the button that takes a photograph.

    Args:
        on_photograph: called before the rerun that receives a photograph.

    Returns:
        The bytes of the JPEG file just taken, in this rerun only; else None.
    """
    _component(key=state.PHOTOGRAPH_CAMERA.name, data={"texts": _texts()}, on_picture_change=on_photograph)
    return _photograph(state.PHOTOGRAPH_CAMERA.get().get("picture"))


def _photograph(url: object) -> bytes | None:
    """Decode the JPEG file of a data: URL; None for anything else, as the browser is untrusted."""
    if not isinstance(url, str) or len(url) > _MAX_LENGTH or not url.startswith(_START):
        return None
    try:
        return base64.b64decode(url.removeprefix(_START), validate=True) or None
    except binascii.Error:
        return None


def _texts() -> dict[str, str]:
    return {
        "open": _("Take a photograph"),
        "again": _("Try the camera again"),
        "take": _("Take the picture"),
        "close": _("Close the camera"),
        "camera": _("Camera"),
        "seen": _("What the camera sees"),
        "refused": _("The camera is blocked. Allow it in the browser's settings, or use the button below."),
        "busy": _("Another program is using the camera. Close that program, or use the button below."),
        "missing": _("No camera was found. Connect one, or use the button below."),
        "failed": _("The camera does not start. Use the button below."),
        "unreadable": _("Your browser cannot open this picture. Choose it as a file above."),
    }
