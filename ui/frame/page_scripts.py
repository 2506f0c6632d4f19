"""Which of Streamlit's scripts a page needs: named in its HTML, they load together, not one after the other.

Streamlit asks for a script when it comes upon the first element of its kind, and until then draws a grey box of another
height.
"""

import functools
import importlib.util
import re
from pathlib import Path

import streamlit as st

_SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
# What the Draw page is made of, and what most other pages begin with.
_ON_DRAW = ("BidiComponent", "Button", "Checkbox", "Html", "Selectbox", "Slider")
_ON_OTHERS = (
    "BidiComponent",
    "ButtonGroup",
    "Checkbox",
    "Html",
    "Metric",
    "Multiselect",
    "Progress",
    "Selectbox",
    "Slider",
    "TextInput",
)
_CANVAS = "streamlit_drawable_canvas"
# `import a from "./x.js"` and `import "./x.js"`; not `import("./x.js")`, which is for later.
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")


@functools.cache
def page_scripts(path: str) -> tuple[str, ...]:
    """Addresses relative to the root: of Streamlit's scripts in the order of their names, then the canvas's.

    Args:
        path: of the page, as in `PageEntry`.
    """
    if path:
        return _with_imports(_ON_OTHERS)
    return (*_with_imports(_ON_DRAW), *_canvas_scripts())


def _with_imports(elements: tuple[str, ...]) -> tuple[str, ...]:
    """The scripts of kinds of elements, and all that they import."""
    found: set[str] = set()
    waiting = [script.name for element in elements for script in _SCRIPTS.glob(f"{element}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _IMPORT.findall((_SCRIPTS / name).read_text(encoding="utf-8"))
    return tuple(f"static/js/{name}" for name in sorted(found))


def _canvas_scripts() -> tuple[str, ...]:
    package = importlib.util.find_spec(_CANVAS)
    folders = package.submodule_search_locations if package else None
    return tuple(
        f"_stcore/bidi-components/{_CANVAS.replace('_', '-')}.{_CANVAS}/{script.name}"
        for folder in folders or ()
        for script in Path(folder).rglob("index-*.js")
    )
