"""What the Data page shows, as its address says it: a link opens any image of any data set."""

import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import streamlit as st

from image_data import BUNDLED
from ui.language import gettext as _

# What visitors drew and agreed to keep, beside the data sets of `image_data`.
COLLECTED = "collected"
VIEWS = ("overview", "image", "samples", "map")
TRAIN, TEST = "train", "test"
_INDEX = re.compile(r"[0-9]{1,6}")
_MOST_SHOWN = 40


@dataclass(frozen=True)
class Address:
    """What the page shows; each field is a parameter of the page's address.

    Attributes:
        dataset: a name in `image_data.BUNDLED`, or `COLLECTED`.
        view: one of `VIEWS`.
        part: "train" or "test".
        image: an index from 0, which may be more than there are images.
    """

    dataset: str = "mnist"
    view: str = "overview"
    part: str = TRAIN
    image: int = 0


def read_address() -> Address:
    """What the page's address asks for; what of it makes no sense is said, and the page's start shown in its place."""
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
    """Have the page show something else. For a widget's callback.

    Args:
        address: what it shows.
        changes: fields of it, and what they become.
    """
    for name, value in asdict(replace(address, **changes)).items():
        st.query_params[name] = str(value)


def _is_fit(name: str, asked: str) -> bool:
    allowed = {"dataset": (*BUNDLED, COLLECTED), "view": VIEWS, "part": (TRAIN, TEST)}
    return bool(_INDEX.fullmatch(asked)) if name == "image" else asked in allowed[name]


def _show_refusal(name: str, asked: str) -> None:
    """Say what of the address makes no sense: as plain text, for anybody may have written it."""
    with st.container(border=True):
        st.text(
            _("This link has an error: {field} cannot be {value}. The defaults are used instead.").format(
                field=name, value=asked[:_MOST_SHOWN]
            )
        )
