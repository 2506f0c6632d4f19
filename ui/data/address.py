"""The Data page's state in its URL, so that a link can open any image of any data set."""

import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import streamlit as st

from image_data import BUNDLED
from ui.language import gettext as _

# The pseudo data set of visitors' saved drawings.
COLLECTED = "collected"
VIEWS = ("overview", "image", "samples", "map")
TRAIN, TEST = "train", "test"
_INDEX = re.compile(r"[0-9]{1,6}")
_MOST_SHOWN = 40


@dataclass(frozen=True)
class Address:
    """The page's state; each field is a URL parameter.

    Attributes:
        dataset: a name in `image_data.BUNDLED`, or `COLLECTED`.
        view: one of `VIEWS`.
        part: "train" or "test".
        image: an index from 0, possibly out of range.
    """

    dataset: str = "mnist"
    view: str = "overview"
    part: str = TRAIN
    image: int = 0


def read_address() -> Address:
    """Parse the page's URL; invalid values show a message and are replaced by defaults."""
    found: dict[str, Any] = {}
    for field in fields(Address):
        asked = st.query_params.get(field.name)
        if asked is None:
            continue
        if _is_fit(field.name, asked):
            found[field.name] = int(asked) if field.name == "image" else asked
        else:
            _show_refusal(field.name, asked)
    return Address(**found)


def go_to(address: Address, **changes: Any) -> None:
    """Change the page's state. For a widget's callback.

    Args:
        address: the current state.
        changes: fields and their new values.
    """
    for name, value in asdict(replace(address, **changes)).items():
        st.query_params[name] = str(value)


def _is_fit(name: str, asked: str) -> bool:
    allowed = {"dataset": (*BUNDLED, COLLECTED), "view": VIEWS, "part": (TRAIN, TEST)}
    return bool(_INDEX.fullmatch(asked)) if name == "image" else asked in allowed[name]


def _show_refusal(name: str, asked: str) -> None:
    """Show an invalid value as plain text, as anybody may have written it."""
    with st.container(border=True):
        st.text(
            _("This link has an error: {field} cannot be {value}. The defaults are used instead.").format(
                field=name, value=asked[:_MOST_SHOWN]
            )
        )
