"""Convert a script to a Jupyter notebook, a cell for each section."""

import json
import re
from typing import Any

from training.recipe.script import SECTION

_SECTION_LINE = re.compile(rf"^{SECTION}(.*)\n", re.MULTILINE)


def notebook_of(script: str) -> str:
    """Return the notebook as JSON, format 4.5.

    Args:
        script: from `script_of`; a section begins with "# %%" and its title.
    """
    before, *sections = _SECTION_LINE.split(script)
    cells = [("code", before)]
    for title, code in zip(sections[::2], sections[1::2], strict=True):
        cells += [("markdown", f"## {title.strip()}"), ("code", code)]
    written = [(kind, source.strip()) for kind, source in cells if source.strip("# \n")]
    notebook = {
        "cells": [_cell(number, kind, source) for number, (kind, source) in enumerate(written, start=1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _cell(number: int, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
