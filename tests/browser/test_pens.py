"""Stylus, palm and fingers on the canvas, as pointer events from the browser and made up ones."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.pen import DIGITS, answer, canvas, draw, expect_final, open_draw_page
from tests.browser.test_canvas_tools import expect_blank
from tests.server import Server

ERASER_END = 32

# Plays a stroke of one pointer on the canvas: {id, type, buttons, points in parts of the canvas}.
STROKE = """(canvas, { id, type, buttons, points, steps, isLifted }) => {
  const box = canvas.getBoundingClientRect();
  const fire = (name, [x, y], pressed) => canvas.dispatchEvent(new PointerEvent(name, {
    bubbles: true, composed: true, cancelable: true, pointerId: id, pointerType: type, isPrimary: true,
    button: name === "pointermove" ? -1 : buttons === 32 ? 5 : 0, buttons: pressed ? buttons : 0,
    clientX: box.x + x * box.width, clientY: box.y + y * box.height,
  }));
  fire("pointerdown", points[0], true);
  points.slice(1).forEach((end, index) => {
    const start = points[index];
    for (let step = 1; step <= steps; step += 1) {
      fire("pointermove", [0, 1].map((axis) => start[axis] + (end[axis] - start[axis]) * step / steps), true);
    }
  });
  if (isLifted) fire("pointerup", points.at(-1), false);
}"""


def stroke(
    page: Page,
    points: Sequence[tuple[float, float]],
    kind: str = "pen",
    pointer: int = 7,
    buttons: int = 1,
    is_lifted: bool = True,
) -> None:
    canvas(page).evaluate(
        STROKE,
        {"id": pointer, "type": kind, "buttons": buttons, "points": points, "steps": 8, "isLifted": is_lifted},
    )


@pytest.mark.parametrize("kind", ["mouse", "pen", "touch"])
def test_every_kind_of_pointer_draws(page: Page, server: Server, kind: str) -> None:
    open_draw_page(page, server.url)
    stroke(page, DIGITS[7][0], kind)
    expect_final(page, "7")


def test_once_a_stylus_was_seen_the_palm_draws_nothing(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    stroke(page, DIGITS[7][0], "pen")
    expect_final(page, "7")
    sequence = answer(page).get_attribute("data-seq")
    stroke(page, [(0.1, 0.9), (0.9, 0.9), (0.9, 0.1)], "touch", pointer=8)
    stroke(page, DIGITS[7][0], "pen", pointer=9)  # answered after the palm would have been
    page.wait_for_function(
        "before => Number(document.querySelector('[data-testid=answer]').dataset.seq) > before", arg=int(sequence or 0)
    )
    expect_final(page, "7")


def test_a_palm_that_rests_on_the_canvas_does_not_keep_the_stylus_from_drawing(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    stroke(page, DIGITS[7][0], "pen")
    expect_final(page, "7")
    page.get_by_test_id("tool-clear").click()
    expect_blank(page)
    stroke(page, [(0.8, 0.9), (0.82, 0.92)], "touch", pointer=8, is_lifted=False)
    stroke(page, DIGITS[1][0], "pen", pointer=9)
    expect_final(page, "1")


def test_the_eraser_end_of_a_stylus_erases_and_its_tip_draws_again(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    stroke(page, DIGITS[7][0])
    expect_final(page, "7")
    stroke(page, DIGITS[7][0], buttons=ERASER_END)
    expect_blank(page)
    stroke(page, DIGITS[1][0])
    expect_final(page, "1")
    expect(page.get_by_test_id("tool-eraser")).to_have_attribute("aria-pressed", "false")


def test_an_eraser_whose_tool_comes_late_from_the_server_never_draws(page: Page, server: Server) -> None:
    """As on a busy machine: longer than a press that changes the drawing would be waited for."""
    page.add_init_script(
        """const listenTo = WebSocket.prototype.addEventListener;
        WebSocket.prototype.addEventListener = function (name, listener, ...others) {
          const late = (event) => setTimeout(() => listener.call(this, event), window.lateMs ?? 0);
          listenTo.call(this, name, name === "message" ? late : listener, ...others);
        };"""
    )
    open_draw_page(page, server.url)
    stroke(page, DIGITS[7][0])
    expect_final(page, "7")
    page.evaluate("window.lateMs = 5000")
    stroke(page, DIGITS[7][0], buttons=ERASER_END)
    expect_blank(page)


def _touch(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def test_a_second_finger_neither_draws_nor_zooms(page: Page, server: Server) -> None:
    """With the browser's own touch events, of which it makes the pointer and mouse events itself."""
    open_draw_page(page, server.url)
    box = canvas(page).bounding_box()
    assert box is not None

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    session = page.context.new_cdp_session(page)
    first, *rest = DIGITS[7][0]
    second = [(0.1, 0.9), (0.5, 0.95), (0.9, 0.9)]
    _touch(session, "touchStart", at(*first))
    _touch(session, "touchStart", at(*first), at(*second[0]))
    here = first
    for end, other in zip(rest, second[1:], strict=True):
        for step in range(1, 9):
            now = (here[0] + (end[0] - here[0]) * step / 8, here[1] + (end[1] - here[1]) * step / 8)
            _touch(session, "touchMove", at(*now), at(*other))
        here = end
    _touch(session, "touchEnd", at(*second[-1]))
    _touch(session, "touchEnd")
    expect_final(page, "7")
    assert page.evaluate("visualViewport.scale") == 1


def test_a_finger_draws_with_the_browsers_own_touch_events(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    box = canvas(page).bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in DIGITS[7][0]]
    _touch(session, "touchStart", points[0])
    for start, end in pairwise(points):
        for step in range(1, 9):
            _touch(
                session,
                "touchMove",
                (start[0] + (end[0] - start[0]) * step / 8, start[1] + (end[1] - start[1]) * step / 8),
            )
    _touch(session, "touchEnd")
    expect_final(page, "7")


def test_a_mouse_still_draws_beside_a_stylus(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    stroke(page, DIGITS[1][0])
    expect_final(page, "1")
    page.get_by_test_id("tool-clear").click()
    expect_blank(page)
    draw(page, 7)
    expect_final(page, "7")
