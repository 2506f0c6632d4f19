"""The pages: their addresses, names and icons, in the order of the navigation."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

APP_NAME = "Digit Lab"
_FOLDER = Path(__file__).parent


def page_file(name: str) -> str:
    """The file of a page, as `st.switch_page` and `st.page_link` take it."""
    return str(_FOLDER / name / "page.py")


class PageEntry(NamedTuple):
    """One page.

    Attributes:
        name: of its folder in `ui/`, and of its address; the Draw page is at the root.
        title: in the visitor's language.
        icon: as Streamlit names Material's icons.
    """

    name: str
    title: str
    icon: str

    @property
    def path(self) -> str:
        """Its address, relative to the root."""
        return "" if self.name == "draw" else self.name

    @property
    def window_title(self) -> str:
        """What the browser's tab is called."""
        return f"{self.title} – {APP_NAME}"


def page_table(_: Callable[[str], str]) -> tuple[PageEntry, ...]:
    """All pages: first the main way, from drawing to looking inside (frame.css draws its arrows), then the others.

    Args:
        _: translates a title, e.g. `ui.language.gettext`.
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
