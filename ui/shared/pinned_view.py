"""What a network makes of the pinned digits, epoch by epoch; and which digits are pinned."""

import html

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from image_data import class_names
from training.results import Pinned
from training.runs.board import RunSnapshot
from ui import state
from ui.language import gettext as _
from ui.shared.pinned import MAX_PINNED, pinned_pictures, unpin
from ui.shared.png_url import to_png_url
from ui.shared.recipe_words import percent_text

# A pinned digit beside its button, and in the table: exactly as many pixels as it has.
PICTURE_PX, SMALL_PX = 40, 28
# With more epochs than this there is no room for a percentage in each cell, nor for a piece of clothing's whole name.
ROOMY_EPOCHS = 8


def show_pinned(run: RunSnapshot | None, is_own: bool) -> None:
    """The panel below the curves: a run's pictures, one row each, and what can be pinned for the next run.

    Args:
        run: what is looked at; None where there is none yet.
        is_own: whether it is the visitor's: another's shows its pictures alone.
    """
    own = pinned_pictures() if is_own else None
    pictures = run.pictures if run else None
    if pictures is None and not is_own:
        return
    with st.container(border=True, gap="xsmall", key="pinned_panel"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_("**Watch it learn your digits**"), width="content")
            st.space("stretch")
            if own is not None and pictures is not None:
                with st.popover(_("Pinned: {count} of {limit}").format(count=len(own), limit=MAX_PINNED)):
                    _show_own(own)
        if run is not None and pictures is not None:
            st.html(pinned_table(pictures, run.pinned, run.recipe.epochs, class_names(run.recipe.dataset)))
        elif own is not None:
            _show_own(own)
        else:
            st.caption(
                _(
                    "Pin up to {count} drawings on the Draw page. After every epoch you see the network's answers here."
                ).format(count=MAX_PINNED)
            )


def _show_own(pictures: NDArray[np.uint8]) -> None:
    """The visitor's pinned digits, each with a button that takes it away."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for place, picture in enumerate(pictures):
            with st.container(horizontal=True, vertical_alignment="center", gap=None, width="content"):
                st.html(_picture(picture, place), width="content")
                st.button(
                    _("Remove"),
                    icon=":material/close:",
                    type="tertiary",
                    key=f"{state.PIN_REMOVE}_{place}",
                    help=_("Remove this digit"),
                    on_click=unpin,
                    args=(place,),
                )
    st.caption(_("The next run shows its answers to these after every epoch."))


def pinned_table(pictures: NDArray[np.uint8], pinned: Pinned, epochs: int, names: tuple[str, ...]) -> str:
    """A table in HTML: a row a picture, a column an epoch; in each cell the likeliest answer and how likely it is.

    An answer other than the last epoch's is in the theme's second colour. Columns of epochs that are not done stand
    empty, so that nothing moves as they fill.

    Args:
        pictures: uint8 (n, 28, 28), 0 paper to 255 ink.
        pinned: per finished epoch, for each picture its ten probabilities.
        epochs: how many there will be.
        names: of the ten classes, by label.
    """
    head = "".join(f"<th scope='col'>{epoch}</th>" for epoch in range(1, epochs + 1))
    rows = "".join(
        f"<tr><th scope='row'>{_picture(picture, place, SMALL_PX)}</th>{_cells(place, pinned, epochs, names)}</tr>"
        for place, picture in enumerate(pictures)
    )
    column = "4.4rem" if epochs <= ROOMY_EPOCHS else "1.7rem"
    corner = html.escape(_("Epoch"))
    return (
        f"<div class='pinned-table'><table style='--epochs: {epochs}; --column: {column}'>"
        f"<thead><tr><td>{corner}</td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(place: int, pinned: Pinned, epochs: int, names: tuple[str, ...]) -> str:
    answers = [int(np.argmax(epoch[place])) for epoch in pinned]
    cells = [
        _cell(names[answer], epoch[place][answer], answer == answers[-1], epochs)
        for epoch, answer in zip(pinned, answers, strict=True)
    ]
    return "".join(cells) + "<td></td>" * (epochs - len(pinned))


def _cell(name: str, probability: float, is_last_answer: bool, epochs: int) -> str:
    percent = percent_text(probability)
    detail = f" <small>{percent}</small>" if epochs <= ROOMY_EPOCHS else ""
    kind = "" if is_last_answer else " class='pinned-other'"
    told = html.escape(f"{name}: {percent}", quote=True)
    sign = html.escape(name if len(name) == 1 or epochs <= ROOMY_EPOCHS else name[:2])
    return f"<td{kind} style='--share: {probability:.3f}' title='{told}'><b>{sign}</b>{detail}</td>"


def _picture(picture: NDArray[np.uint8], place: int, side_px: int = PICTURE_PX) -> str:
    alt = html.escape(_("Pinned digit {number}").format(number=place + 1), quote=True)
    url = to_png_url(Image.fromarray(picture))
    return f"<img class='pinned-picture' src='{url}' alt='{alt}' width='{side_px}' height='{side_px}'>"
