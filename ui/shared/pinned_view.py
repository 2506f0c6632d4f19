"""Show the pinned digits and their predictions by epoch."""

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

# Displayed sides of a pinned digit beside its button, and in the table (its own size).
PICTURE_PX, SMALL_PX = 40, 28
# With more epochs than this, cells have no room for percentages and full class names.
ROOMY_EPOCHS = 8


def show_pinned(run: RunSnapshot | None, is_own: bool) -> None:
    """Draw the panel below the curves: a run's pictures, one row each, and the digits pinned for the next run.

    Args:
        run: the shown run; None if there is none yet.
        is_own: whether it is the visitor's; another's shows only its pictures.
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
    """Show the visitor's pinned digits, each with a button to remove it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for index, picture in enumerate(pictures):
            with st.container(horizontal=True, vertical_alignment="center", gap=None, width="content"):
                st.html(_picture(picture, index), width="content")
                st.button(
                    _("Remove"),
                    icon=":material/close:",
                    type="tertiary",
                    key=f"{state.PIN_REMOVE}_{index}",
                    help=_("Remove this digit"),
                    on_click=unpin,
                    args=(index,),
                )
    st.caption(_("The next run shows its answers to these after every epoch."))


def pinned_table(pictures: NDArray[np.uint8], pinned: Pinned, epochs: int, names: tuple[str, ...]) -> str:
    """Return an HTML table with a row for each picture and a column for each epoch: the prediction and its probability.

    Predictions other than the last epoch's have the theme's second colour. Columns of future epochs are empty, so that
    the layout does not change as they fill.

    Args:
        pictures: uint8 (n, 28, 28), 0 paper to 255 ink.
        pinned: per finished epoch, each picture's ten probabilities.
        epochs: total number of epochs.
        names: the ten class names, by label.
    """
    head = "".join(f"<th scope='col'>{epoch}</th>" for epoch in range(1, epochs + 1))
    rows = "".join(
        f"<tr><th scope='row'>{_picture(picture, index, SMALL_PX)}</th>{_cells(index, pinned, epochs, names)}</tr>"
        for index, picture in enumerate(pictures)
    )
    column = "4.4rem" if epochs <= ROOMY_EPOCHS else "1.7rem"
    corner = html.escape(_("Epoch"))
    return (
        f"<div class='pinned-table'><table style='--epochs: {epochs}; --column: {column}'>"
        f"<thead><tr><td>{corner}</td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(index: int, pinned: Pinned, epochs: int, names: tuple[str, ...]) -> str:
    answers = [int(np.argmax(epoch[index])) for epoch in pinned]
    cells = [
        _cell(names[answer], epoch[index][answer], answer == answers[-1], epochs)
        for epoch, answer in zip(pinned, answers, strict=True)
    ]
    return "".join(cells) + "<td></td>" * (epochs - len(pinned))


def _cell(name: str, probability: float, is_last_answer: bool, epochs: int) -> str:
    percent = percent_text(probability)
    detail = f" <small>{percent}</small>" if epochs <= ROOMY_EPOCHS else ""
    kind = "" if is_last_answer else " class='pinned-other'"
    title = html.escape(f"{name}: {percent}", quote=True)
    sign = html.escape(name if len(name) == 1 or epochs <= ROOMY_EPOCHS else name[:2])
    return f"<td{kind} style='--share: {probability:.3f}' title='{title}'><b>{sign}</b>{detail}</td>"


def _picture(picture: NDArray[np.uint8], index: int, side_px: int = PICTURE_PX) -> str:
    alt = html.escape(_("Pinned digit {number}").format(number=index + 1), quote=True)
    url = to_png_url(Image.fromarray(picture))
    return f"<img class='pinned-picture' src='{url}' alt='{alt}' width='{side_px}' height='{side_px}'>"
