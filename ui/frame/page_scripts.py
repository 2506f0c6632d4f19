"""Find which of Streamlit's scripts a page needs, so that the browser loads them in parallel.

Streamlit loads a script when it draws the first element of its kind, and until then shows a grey box of another height.
"""

import functools
import importlib.util
import re
from pathlib import Path

import streamlit as st

_SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
# Kinds of elements on the Draw page, and at the top of most other pages.
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
# Static imports, `import a from "./x.js"` and `import "./x.js"`, not dynamic ones, `import("./x.js")`.
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")


@functools.cache
def page_scripts(path: str) -> tuple[str, ...]:
    """Return script paths relative to the root: Streamlit's sorted by name, then the canvas'.

    Args:
        path: the page's path, see `PageEntry`.
    """
    if path:
        return _with_imports(_ON_OTHERS)
    return (*_with_imports(_ON_DRAW), *_canvas_scripts())


def _with_imports(elements: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scripts of kinds of elements, with all their static imports."""
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
