"""A confusion matrix whose cells can be selected by touch, mouse or arrow keys."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui import state
from ui.assets import script_loader, style_loader
from ui.evaluate.confusion_colors import mistake_colors
from ui.language import gettext as _

Cell = tuple[int, int]

_component = st.components.v2.component(
    "confusion_table",
    html='<div class="confusion"></div>',
    css=style_loader("evaluate/confusion_table.css"),
    js=script_loader("evaluate/confusion_table.js"),
    isolate_styles=False,
)


def show_confusion_table(matrix: NDArray[np.intp], names: Sequence[str]) -> Cell:
    """Show the matrix and return the selected cell, (label, prediction); initially the most frequent mistake.

    Args:
        matrix: (10, 10), counts by label (row) and prediction (column).
        names: the class names.
    """
    chosen = _chosen(matrix)
    mistakes = matrix - np.diag(matrix.diagonal())
    is_dark = st.context.theme.type == "dark"
    words = _("{label}, predicted {prediction}: {count}")
    rows = []
    for label, name in enumerate(names):
        cells = []
        for prediction, read_as in enumerate(names):
            count = int(matrix[label, prediction])
            ground, ink = mistake_colors(int(mistakes[label, prediction]), max(int(mistakes.max()), 1), is_dark)
            description = words.format(label=name, prediction=read_as, count=count)
            cells.append({"count": count, "told": description, "ground": ground, "ink": ink})
        rows.append(cells)
    _component(
        key=state.CONFUSION.name,
        data={
            "title": _("Confusion matrix"),
            "is": _("Actual"),
            "read": _("Predicted"),
            "names": list(names),
            "rows": rows,
            "chosen": list(chosen),
        },
        on_cell_change=lambda: None,
    )
    return chosen


def _chosen(matrix: NDArray[np.intp]) -> Cell:
    """Return the cell reported by the browser if valid; else the most frequent mistake."""
    cell = state.CONFUSION.get().get("cell")
    if isinstance(cell, list | tuple) and len(cell) == 2 and all(each in range(len(matrix)) for each in cell):
        return int(cell[0]), int(cell[1])
    label, prediction = divmod(int((matrix - np.diag(matrix.diagonal())).argmax()), len(matrix))
    return label, prediction
