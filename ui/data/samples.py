"""Random images: some of each class, or many of one."""

import streamlit as st

from image_data.exploration.samples import sample
from ui import state
from ui.data.address import Address
from ui.data.choice import choose
from ui.data.source import Part, Source
from ui.language import gettext as _
from ui.shared.image_strip import Captioned, show_image_strip

ALL = -1
OF_ALL = 16
OF_ONE = 80


def show_samples(source: Source, address: Address) -> None:
    """Show the choice of a class, and samples of it with their indices."""
    names = source.class_titles
    seed = state.DATA_SEED.get()
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(source.parts) > 1:
            choose(address, "part", _("Part"), list(source.parts))
        st.button(_("Show others"), icon=":material/casino:", key=state.DATA_OTHERS, on_click=_next_seed)
    chosen = st.pills(
        _("Class"),
        [ALL, *range(len(names))],
        format_func=lambda label: _("All") if label == ALL else names[label],
        default=ALL,
        required=True,
        key=state.DATA_CLASS,
        label_visibility="collapsed",
    )
    _name, part = source.part(address.part)
    for label in range(len(names)) if chosen == ALL else [chosen]:
        _show_class(part, label, names[label], OF_ALL if chosen == ALL else OF_ONE, seed)


def _next_seed() -> None:
    state.DATA_SEED.set(state.DATA_SEED.get() + 1)


def _show_class(part: Part, label: int, name: str, count: int, seed: int) -> None:
    indices = sample(part.labels, label, count, seed)
    title, strip = st.columns([0.09, 0.91], vertical_alignment="center")
    title.markdown(f"**{name}**")
    with strip:
        show_image_strip(
            [
                Captioned(part.images[index], f"{index}", _("Image {index}: {name}").format(index=index, name=name))
                for index in indices
            ]
        )
