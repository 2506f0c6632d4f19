"""What a visitor drew and agreed to keep, as a data set: they see their own alone, for they agreed to no more."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

import feedback
from base.errors import DigitLabError
from recognition.preparation import prepare
from ui import state
from ui.language import gettext as _
from ui.page_table import page_file


@dataclass(frozen=True)
class Collected:
    """A visitor's kept drawings of one digit, newest first.

    Attributes:
        images: uint8 (n, 28, 28), as a network sees them.
        labels: uint8 (n,), what the visitor said that they are.
        is_right: bool (n,), whether the network had said so, too.
        left_out: how many are kept that have no label from 0 to 9, or nothing to read on them.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    is_right: NDArray[np.bool_]
    left_out: int


def has_collected(visitor: str) -> bool:
    """Whether something is kept of a visitor."""
    try:
        return feedback.count(visitor) > 0
    except DigitLabError:
        return False  # the data sets are there all the same; whoever asks for drawings is told what the matter is


def collected_drawings(visitor: str) -> Collected:
    """A visitor's kept drawings.

    Raises:
        DatabaseError: the database cannot be read.
    """
    kept = feedback.verdicts(visitor)
    digits = _prepared([verdict for verdict in kept if len(verdict.truth) == 1])
    shown = [verdict for verdict in kept if digits.get(verdict.id) is not None]
    return Collected(
        images=np.array([digits[verdict.id] for verdict in shown], np.uint8).reshape(-1, 28, 28),
        labels=np.array([int(verdict.truth) for verdict in shown], np.uint8),
        is_right=np.array([verdict.is_right for verdict in shown], np.bool_),
        left_out=len(kept) - len(shown),
    )


def show_collected_words(collected: Collected) -> None:
    """Say what is counted here, and that nobody else sees it."""
    count, right = len(collected.labels), int(collected.is_right.sum())
    words = [
        _("{count} drawings: {right} were read right, {wrong} wrong.").format(
            count=count, right=right, wrong=count - right
        ),
        _("Here you see only your own. You agreed that they are kept for measuring and training, not for show."),
    ]
    if collected.left_out:
        words.append(_("Left out: {count} that are numbers or no digit.").format(count=collected.left_out))
    st.caption("  \n".join(words))


def show_how_to_collect() -> None:
    """Say how drawings come here."""
    st.info(
        _(
            "None of your drawings of one digit are kept. Draw one, tap under the answer whether it is right, and "
            "agree that it is kept."
        ),
        icon=":material/draw:",
    )
    st.page_link(page_file("draw"), label=_("Draw"), icon=":material/draw:")


def _prepared(kept: Sequence[feedback.KeptVerdict]) -> dict[int, NDArray[np.uint8] | None]:
    """Each drawing as a network sees it, by its id; None where there is nothing to read. Each takes 3 ms, so the
    session remembers them: no cache that others share may hold a visitor's drawings."""
    known = state.DATA_PREPARED.get()
    digits = {each.id: known[each.id] if each.id in known else _digit(each.picture) for each in kept}
    state.DATA_PREPARED.set(digits)
    return digits


def _digit(picture: bytes) -> NDArray[np.uint8] | None:
    prepared = prepare(Image.open(io.BytesIO(picture), formats=("PNG",)))
    return None if prepared.reason else prepared.digit
