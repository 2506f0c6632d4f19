"""A hand for the browser tests: digits as pen paths, drawn with real mouse events at a hand's pace."""

from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

Point = tuple[float, float]
Strokes = Sequence[Sequence[Point]]

# In parts of the canvas, x to the right, y down; written as a person would write them.
DIGITS: dict[int, Strokes] = {
    0: [[(0.5, 0.2), (0.34, 0.35), (0.33, 0.65), (0.5, 0.8), (0.67, 0.65), (0.66, 0.35), (0.5, 0.2)]],
    1: [[(0.52, 0.2), (0.5, 0.5), (0.48, 0.8)]],
    2: [[(0.34, 0.34), (0.4, 0.23), (0.52, 0.2), (0.63, 0.27), (0.63, 0.4), (0.5, 0.58), (0.33, 0.78), (0.68, 0.77)]],
    4: [[(0.4, 0.2), (0.34, 0.55), (0.68, 0.53)], [(0.6, 0.22), (0.58, 0.82)]],
    5: [
        [(0.64, 0.21), (0.4, 0.21), (0.37, 0.46), (0.55, 0.44), (0.66, 0.56), (0.62, 0.73), (0.48, 0.81), (0.34, 0.75)]
    ],
    7: [[(0.3, 0.25), (0.7, 0.25), (0.46, 0.82)]],
}
SLASHED_ZERO: Strokes = [*DIGITS[0], [(0.66, 0.24), (0.34, 0.77)]]
BARRED_SEVEN: Strokes = [*DIGITS[7], [(0.4, 0.53), (0.67, 0.5)]]
SCRIBBLE: Strokes = [
    [(0.2, 0.3), (0.7, 0.25), (0.25, 0.4), (0.75, 0.42), (0.22, 0.55), (0.78, 0.57), (0.2, 0.7), (0.74, 0.75)],
    [(0.3, 0.2), (0.6, 0.8), (0.5, 0.15), (0.35, 0.8), (0.72, 0.3)],
]
MOVES_A_LINE = 6
PACE_MS = 12


def canvas(page: Page) -> Locator:
    """The canvas that takes the pen."""
    return page.locator("canvas.upper-canvas")


def answer(page: Page) -> Locator:
    """The element that holds the answer."""
    return page.get_by_test_id("answer")


def open_draw_page(page: Page, url: str) -> None:
    """Open the page and wait until the pen works and the lens is awake."""
    page.goto(url)
    expect(canvas(page)).to_be_visible()
    expect(answer(page)).to_have_attribute("data-state", "blank", timeout=60_000)


def side_by_side(digits: Sequence[int], height: float = 0.5) -> Strokes:
    """Digits in a row in the middle of the canvas, each of that height in parts of it."""
    scale = height / 0.6  # as they are written, all are that high
    width = 0.5 * scale
    start = 0.5 - width * len(digits) / 2
    return [
        [(start + width * (place + 0.5) + (x - 0.5) * scale, 0.5 + (y - 0.5) * scale) for x, y in stroke]
        for place, digit in enumerate(digits)
        for stroke in DIGITS[digit]
    ]


def draw(page: Page, digit: int, lift: bool = True) -> None:
    """Draw a digit; with `lift=False` the pen stays on the paper after the last stroke."""
    draw_strokes(page, DIGITS[digit], lift)


def draw_strokes(page: Page, strokes: Strokes, lift: bool = True) -> None:
    """Draw stroke after stroke; with `lift=False` the pen stays on the paper after the last one."""
    box = canvas(page).bounding_box()
    assert box is not None, "The canvas is not on the screen."

    def move(point: Point) -> None:
        page.mouse.move(box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"])

    for number, stroke in enumerate(strokes):
        move(stroke[0])
        page.mouse.down()
        for start, end in pairwise(stroke):
            for part in range(1, MOVES_A_LINE + 1):
                share = part / MOVES_A_LINE
                move((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
                page.wait_for_timeout(PACE_MS)
        if lift or number < len(strokes) - 1:
            page.mouse.up()


def expect_final(page: Page, text: str, timeout_ms: float | None = None) -> None:
    """Wait for the answer to the lifted pen's drawing; its text starts with `text`."""
    pattern = page.locator(f'[data-testid="answer"][data-state="final"]:has(.lens-label:text-is("{text}"))')
    expect(pattern).to_be_visible(timeout=timeout_ms)
