"""A browser's window for tests that run in every browser: what they do with it, whatever drives it."""

import contextlib
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple, TypeVar

from tests.browser.pen import MOVES_A_LINE, PACE_MS, Point, Strokes

PointerType = Literal["mouse", "pen", "touch"]
Action = dict[str, Any]
Found = TypeVar("Found")

TIMEOUT_S = 30.0
LOOK_AGAIN_S = 0.05

# The page's elements that match a selector, those in open shadow roots too, of which CSS knows nothing.
_FIND = """
const found = [];
(function look(root) {
  found.push(...root.querySelectorAll(arguments[1]));
  for (const element of root.querySelectorAll("*")) if (element.shadowRoot) look(element.shadowRoot, arguments[1]);
})(document, arguments[0]);
"""
# A button's name as it is read out, without the ligature that draws its icon.
_NAMED = """
const isNamed = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[aria-hidden=true], [data-testid=stIconMaterial]").forEach((icon) => icon.remove());
  return [element.ariaLabel, element.title, copy.textContent.trim()].includes(arguments[1]);
};
"""
_BOX = """
const element = %s;
if (!element) return null;
element.scrollIntoView({ block: "nearest" });
const { x, y, width, height } = element.getBoundingClientRect();
return width && height ? [x, y, width, height] : null;
"""


class Box(NamedTuple):
    """Where an element stands in the window, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float

    def at(self, point: Point) -> tuple[int, int]:
        """A point given in parts of the box."""
        return round(self.x + point[0] * self.width), round(self.y + point[1] * self.height)


class Window(ABC):
    """A window of a browser with a profile of its own. Subclasses say how the browser is driven."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Load an address; returns when the document is there."""

    @abstractmethod
    def run(self, script: str, *arguments: object) -> Any:
        """Run the body of a JavaScript function in the page; what it returns."""

    @abstractmethod
    def perform(self, actions: Sequence[Action]) -> None:
        """Perform WebDriver's input actions. What was pressed stays pressed when they end."""

    @abstractmethod
    def picture(self) -> bytes:
        """A PNG file of what the window shows."""

    def wait_for(self, look: Callable[[], Found | None], what: str, timeout_s: float = TIMEOUT_S) -> Found:
        """Look until there is something to see, and return it."""
        until = time.monotonic() + timeout_s
        while True:
            found = look()
            if found:
                return found
            assert time.monotonic() < until, f"Waited {timeout_s} s for {what}. Last seen: {found!r}"
            time.sleep(LOOK_AGAIN_S)

    def texts(self, selector: str) -> list[str]:
        """The texts of the elements that match a CSS selector, in shadow roots too."""
        texts: list[str] = self.run(_FIND + "return found.map((element) => element.textContent);", selector)
        return texts

    def click(self, selector: str) -> None:
        """Click the first element that matches a CSS selector, as soon as it is on the screen."""
        self._click(lambda: self._box(_FIND + _BOX % "found[0]", selector), selector)

    def click_button(self, name: str) -> None:
        """Click the button with that name, as soon as it is on the screen and enabled."""
        script = _FIND + _NAMED + _BOX % "found.find(isNamed)"
        self._click(lambda: self._box(script, "button:enabled", name), f"the button {name!r}")

    def answer(self) -> tuple[str, str]:
        """The answer's state, "blank", "live" or "final", and its text; empty while there is none."""
        script = _FIND + "const [answer] = found; return answer ? [answer.dataset.state, answer.innerText] : ['', ''];"
        state, text = self.run(script, "[data-testid=answer]")
        return state, text

    def wait_for_answer(self, state: str, start: str = "", timeout_s: float = TIMEOUT_S) -> str:
        """Wait until the answer has a state and its text starts so; the text."""
        last = ("", "")

        def look() -> bool:
            nonlocal last
            last = self.answer()
            return last[0] == state and last[1].startswith(start)

        with _added(lambda: f"The answer is {last}."):
            self.wait_for(look, f"the answer {start!r}, {state}", timeout_s)
        return last[1]

    def draw(self, strokes: Strokes, pointer: PointerType = "mouse", lift: bool = True) -> None:
        """Draw on the canvas at a hand's pace; with `lift=False` the pen stays down after the last stroke."""
        box = self.wait_for(lambda: self._box(_FIND + _BOX % "found[0]", "canvas.upper-canvas"), "the canvas")
        actions: list[Action] = []
        for stroke in strokes:
            actions += [_move(box.at(stroke[0])), {"type": "pointerDown", "button": 0}]
            actions += [_move(box.at(point), PACE_MS) for point in _between(stroke)]
            actions.append({"type": "pointerUp", "button": 0})
        self._point(actions if lift else actions[:-1], pointer)

    def lift(self, pointer: PointerType = "mouse") -> None:
        """Lift the pen that `draw` left on the canvas."""
        self._point([{"type": "pointerUp", "button": 0}], pointer)

    def _click(self, find: Callable[[], Box | None], what: str) -> None:
        box = self.wait_for(find, what)
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self._point([_move(box.at((0.5, 0.5))), down, up], "mouse")

    def _box(self, script: str, *arguments: object) -> Box | None:
        found = self.run(script, *arguments)
        return Box(*found) if found else None

    def _point(self, actions: Sequence[Action], pointer: PointerType) -> None:
        source = {"type": "pointer", "id": pointer, "parameters": {"pointerType": pointer}, "actions": actions}
        self.perform([source])


def _move(to: tuple[int, int], duration_ms: int = 0) -> Action:
    return {"type": "pointerMove", "x": to[0], "y": to[1], "origin": "viewport", "duration": duration_ms}


def _between(stroke: Sequence[Point]) -> Iterator[Point]:
    """The points that a pen passes on its way along a stroke."""
    for (x, y), (to_x, to_y) in pairwise(stroke):
        for part in range(1, MOVES_A_LINE + 1):
            share = part / MOVES_A_LINE
            yield x + (to_x - x) * share, y + (to_y - y) * share


@contextlib.contextmanager
def _added(words: Callable[[], str]) -> Iterator[None]:
    """Add to a failure what was seen last."""
    try:
        yield
    except AssertionError as error:
        error.add_note(words())
        raise
