"""Draw a network as a diagram of its layers with shapes and parameters, with an SVG download."""

import html
from collections.abc import Sequence

import streamlit as st

from training.recipe.layers import LayerRow
from ui.assets import script_loader, style_loader
from ui.language import gettext as _
from ui.shared.recipe_words import shape_text

# These layers are drawn in the box of the layer before them.
JOINING = {"BatchNormalization", "Activation", "ReLU", "Softmax", "Dropout"}
KEY = "architecture"

_component = st.components.v2.component(
    "svg_download",
    html='<button type="button" class="svg-download"></button>',
    css=style_loader("shared/svg_download.css"),
    js=script_loader("shared/svg_download.js"),
)


def show_architecture(rows: Sequence[LayerRow], file_name: str = "network") -> None:
    """Draw a network's layers, and offer an SVG download. At most once per page.

    Args:
        rows: the layers, first to last, without the input.
        file_name: the SVG's file name, without extension.
    """
    is_dark = st.context.theme.type == "dark"
    words = (_("Picture"), _("{count} parameters"))
    total = sum(row.parameters for row in rows)
    layers = ", ".join(f"{row.name} {shape_text(row.shape)}" for row in rows)
    with st.container(key=KEY):
        st.graphviz_chart(
            architecture_dot(rows, words, is_dark), alt=_("The network's layers: {layers}").format(layers=layers)
        )
    st.markdown(_("**{parameters}** parameters in total").format(parameters=f"{total:,}"))
    _component(data={"within": f".st-key-{KEY}", "file": f"{file_name}.svg", "words": _("Download SVG")})


def architecture_dot(rows: Sequence[LayerRow], words: tuple[str, str], is_dark: bool) -> str:
    """Return the diagram in Graphviz's DOT: a box per layer, including the layers drawn in it, with arrows between.

    Args:
        rows: see `show_architecture`.
        words: "Picture", and "{count} parameters", in the visitor's language.
        is_dark: whether the page's theme is dark.
    """
    paper, box, ink, line = (
        ("#0f1424", "#182036", "#eef1fb", "#8aa0ff") if is_dark else ("#ffffff", "#f6f7fb", "#16224d", "#2f4bd8")
    )
    picture, parameters = words
    boxes = [[_cells(picture, "28 × 28", "")]]
    for row in rows:
        name = f"{row.name} · {row.activation}" if row.activation else row.name
        cells = _cells(
            name, shape_text(row.shape), parameters.format(count=f"{row.parameters:,}") if row.parameters else ""
        )
        if row.name in JOINING and len(boxes) > 1:
            boxes[-1].append(cells)
        else:
            boxes.append([cells])
    table = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="2" CELLPADDING="2">'
    nodes = [f"  layer{number} [label=<{table}{''.join(lines)}</TABLE>>];" for number, lines in enumerate(boxes)]
    arrows = [f"  layer{number} -> layer{number + 1};" for number in range(len(boxes) - 1)]
    head = [
        "digraph network {",
        f'  graph [bgcolor="{paper}", rankdir=TB, nodesep=0.2, ranksep=0.25, pad=0.2];',
        f'  node [shape=box, style="rounded,filled", fillcolor="{box}", color="{line}", fontcolor="{ink}", '
        'fontname="Helvetica,Arial,sans-serif", fontsize=12, margin="0.08,0.04"];',
        f'  edge [color="{line}", arrowsize=0.7];',
    ]
    return "\n".join([*head, *nodes, *arrows, "}"])


def _cells(*texts: str) -> str:
    cells = "".join(
        f'<TD ALIGN="{"LEFT" if not column else "RIGHT"}">{html.escape(text) or " "}</TD>'
        for column, text in enumerate(texts)
    )
    return f"<TR>{cells}</TR>"
