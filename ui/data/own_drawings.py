"""The visitor's own drawings on a map."""

import numpy as np
from numpy.typing import NDArray

from recognition.preparation import prepare
from ui.data.map_chart import Own
from ui.data.source import Source
from ui.language import gettext as _
from ui.shared.canvas import drawn_picture
from ui.shared.pinned import pinned_pictures

# More saved drawings would hide the map.
MOST_KEPT = 20


def own_drawings(source: Source) -> list[Own]:
    """Return the saved drawings for their own source; else the Draw page's drawing and the pinned digits."""
    if source.collected:
        return _named(_("Your drawing {number}"), source.collected.images[:MOST_KEPT])
    drawn, pinned = _on_canvas(), pinned_pictures()
    own = [] if pinned is None else _named(_("Pinned digit {number}"), pinned)
    if drawn is None or any(np.array_equal(drawn, each.image) for each in own):
        return own  # a pinned drawing would be duplicated
    return [Own(drawn, _("Your drawing")), *own]


def _named(words: str, images: NDArray[np.uint8]) -> list[Own]:
    return [Own(image, words.format(number=number)) for number, image in enumerate(images, start=1)]


def _on_canvas() -> NDArray[np.uint8] | None:
    drawing = drawn_picture()
    if drawing is None:
        return None
    prepared = prepare(drawing)
    return None if prepared.reason else prepared.digit
