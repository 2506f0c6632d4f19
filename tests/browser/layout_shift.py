"""How far a page's parts move by themselves while it loads: cumulative layout shift (CLS), taken in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SETTLED_TIMEOUT_MS = 300_000  # a first measurement of a model may take minutes on a busy machine
QUIET_MS = 1_500
_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# The script has ended, nothing loads or is being measured, and for a while nothing has changed.
_HAS_SETTLED = """(quietMs) => {
  const app = document.querySelector("[data-testid=stApp]");
  const isWaiting = document.querySelector(
    "[data-testid=stSkeleton], [data-testid=stSpinner], .stProgress:not(.st-key-lesson_list *, .st-key-run_progress *)",
  );
  return app?.dataset.testScriptState === "notRunning" && !isWaiting
    && performance.now() - window.lastChange > quietMs;
}"""

_SIDEBAR_IS_OPEN = "() => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().x >= 0"


@dataclass(frozen=True)
class Shift:
    """One layout shift.

    Attributes:
        value: which part of the window moved, times how far; 0.0 to 1.0.
        had_recent_input: whether it came within half a second of a click or key, so that CLS leaves it out.
        sources: what moved, from where to where, for people to read.
    """

    value: float
    had_recent_input: bool
    sources: Sequence[str]


def watch_shifts(page: Page) -> None:
    """Have a page note its shifts, from its next address on."""
    page.add_init_script(_SCRIPT)


def wait_until_settled(page: Page) -> None:
    """Wait until a page has been drawn and has not changed for `QUIET_MS`."""
    page.wait_for_function(_HAS_SETTLED, arg=QUIET_MS, timeout=SETTLED_TIMEOUT_MS)


def take_shifts(page: Page) -> list[Shift]:
    """The shifts since the page was loaded, or since this was last called."""
    found = page.evaluate("() => window.layoutShifts.splice(0)")
    return [Shift(each["value"], each["hadRecentInput"], each["sources"]) for each in found]


def cumulative(shifts: Sequence[Shift], *, with_input: bool = False) -> float:
    """The sum of shifts; by default without those that follow an input, as CLS is defined."""
    return sum(shift.value for shift in shifts if with_input or not shift.had_recent_input)


def open_from_navigation(page: Page, name: str) -> None:
    """Click a page's link; on a narrow screen it stands in the sidebar, which has to be opened first."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
        page.wait_for_function(_SIDEBAR_IS_OPEN)
        take_shifts(page)  # the visitor's own doing
    page.evaluate("() => { window.lastChange = performance.now(); }")  # not settled until it answers the click
    page.get_by_role("link", name=name, exact=True).first.click()
