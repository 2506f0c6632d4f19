"""The table of pages: URLs, titles and icons, in the order of the navigation."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

APP_NAME = "Digit Lab"
_FOLDER = Path(__file__).parent


def page_file(name: str) -> str:
    """Return a page's file, as `st.switch_page` and `st.page_link` expect it."""
    return str(_FOLDER / name / "page.py")


class PageEntry(NamedTuple):
    """A page.

    Attributes:
        name: the name of its folder in `ui/` and its URL path; the Draw page is at the root.
        title: the title in the visitor's language.
        icon: the Material icon in Streamlit's notation.
    """

    name: str
    title: str
    icon: str

    @property
    def path(self) -> str:
        """The URL path, relative to the root."""
        return "" if self.name == "draw" else self.name

    @property
    def window_title(self) -> str:
        """The title of the browser's tab."""
        return f"{self.title} – {APP_NAME}"


def page_table(_: Callable[[str], str]) -> tuple[PageEntry, ...]:
    """Return all pages: first the main path from Draw to Inside (frame.css draws its arrows), then the others.

    Args:
        _: the translator of titles, e.g. `ui.language.gettext`.
    """
    return (
        PageEntry("draw", _("Draw"), ":material/draw:"),
        PageEntry("train", _("Train"), ":material/model_training:"),
        PageEntry("evaluate", _("Evaluate"), ":material/fact_check:"),
        PageEntry("inside", _("Inside"), ":material/account_tree:"),
        PageEntry("lessons", _("Lessons"), ":material/school:"),
        PageEntry("data", _("Data"), ":material/dataset:"),
        PageEntry("compare", _("Compare"), ":material/stacked_line_chart:"),
        PageEntry("models", _("Models"), ":material/deployed_code:"),
    )
