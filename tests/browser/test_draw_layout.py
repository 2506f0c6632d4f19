"""The Draw page on every kind of screen: the canvas first, the answer in sight, nothing cut off or overlapping."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.browser.pen import canvas, draw, draw_strokes, expect_final, open_draw_page, side_by_side
from tests.server import Server

# Phones, tablets, a screen of 1280×720 at a zoom of 200 %, a projector, full HD.
SCREENS = [
    (320, 568),
    (360, 640),
    (390, 844),
    (844, 390),
    (640, 360),
    (768, 1024),
    (1024, 768),
    (1280, 720),
    (1920, 1080),
]
WIDE = [(1280, 720), (1920, 1080)]
# What must not lie over each other, as far as it is on the page.
PARTS = (
    ".st-key-canvas_box",
    ".st-key-canvas_tools",
    ".st-key-samples",
    ".lens-label",
    ".lens-words",
    ".lens-bars",
    ".lens-seen canvas",
    ".lens-steps",
    ".lens-number",
    ".lens-compare",
    ".lens-verdict",
    ".lens-pin",
    ".lens-hint",
    ".st-key-model_panel",
)
# Chromium's own measure: the largest sum of shifts within five seconds; what follows a tap does not count.
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, startTime, hadRecentInput } of list.getEntries()) {
    if (!hadRecentInput) shifts.push([startTime, value]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
LARGEST_SHIFT = """() => {
  let [largest, sum, start, last] = [0, 0, 0, -Infinity];
  for (const [time, value] of shifts) {
    if (time - last > 1000 || time - start > 5000) [sum, start] = [0, time];
    [sum, last] = [sum + value, time];
    largest = Math.max(largest, sum);
  }
  return largest;
}"""


@contextmanager
def _screen(browser: Browser, size: tuple[int, int], **options: Any) -> Iterator[Page]:
    """A visitor's page on a screen; a touch screen up to the size of a tablet."""
    width, height = size
    touch = width <= 1024
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=touch, has_touch=touch, locale="en-US", **options
    )
    yield context.new_page()
    context.close()


def _box(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None, f"{part} is not on the page."
    return box


def _overlapping(page: Page) -> list[tuple[str, str]]:
    """Each two parts that share more than a pixel of the page; the slim answer stays above what passes under it."""
    places = [(part, box) for part in PARTS if (box := page.locator(part).first.bounding_box()) and box["width"] > 1]
    return [
        (first, second)
        for number, (first, one) in enumerate(places)
        for second, other in places[number + 1 :]
        if _share(one, other, "x", "width") > 1 and _share(one, other, "y", "height") > 1
    ]


def _share(one: FloatRect, other: FloatRect, start: Literal["x", "y"], length: Literal["width", "height"]) -> float:
    return min(one[start] + one[length], other[start] + other[length]) - max(one[start], other[start])


def _draw_one(page: Page) -> None:
    draw(page, 7)
    expect_final(page, "7")


def _draw_three(page: Page) -> None:
    draw_strokes(page, side_by_side((4, 2, 7), 0.4))
    expect_final(page, "427")


@pytest.mark.parametrize("size", SCREENS, ids=str)
@pytest.mark.parametrize("fill", [_draw_one, _draw_three], ids=["digit", "number"])
def test_on_every_screen_canvas_and_answer_are_in_sight_and_nothing_overlaps(
    browser: Browser, server: Server, size: tuple[int, int], fill: Callable[[Page], None]
) -> None:
    width, height = size
    with _screen(browser, size) as page:
        open_draw_page(page, server.url)
        sheet = _box(canvas(page))
        fill(page)
        expect(page.get_by_role("button", name="No, it is a …")).to_be_visible()
        assert _box(canvas(page)) == sheet, "An answer moves nothing."
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert abs(sheet["width"] - sheet["height"]) < 2
        assert sheet["width"] >= 240
        for part in (canvas(page), page.locator(".lens-label"), page.locator(".lens-bars")):
            box = _box(part)
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        assert _overlapping(page) == []


@pytest.mark.parametrize("size", WIDE, ids=str)
def test_from_1100_pixels_all_that_counts_is_seen_without_scrolling(
    browser: Browser, server: Server, size: tuple[int, int]
) -> None:
    with _screen(browser, size) as page:
        open_draw_page(page, server.url)
        _draw_one(page)
        for part in (".st-key-samples", ".lens-steps", ".lens-foot", ".lens-hint", ".st-key-model_panel"):
            box = _box(page.locator(part))
            assert box["y"] + box["height"] <= size[1], part
        assert _box(canvas(page))["x"] < _box(page.locator(".lens-label"))["x"]


def test_canvas_and_digit_grow_with_the_window(browser: Browser, server: Server) -> None:
    with _screen(browser, (1920, 1080)) as page:
        open_draw_page(page, server.url)
        _draw_one(page)
        assert _box(canvas(page))["width"] >= 680
        size = page.locator(".lens-label").evaluate("label => parseFloat(getComputedStyle(label).fontSize)")
        assert size >= 128


@pytest.mark.parametrize("size", [(320, 568), (390, 844)], ids=str)
def test_on_a_phone_the_canvas_is_as_wide_as_the_screen_with_the_slim_answer_above(
    browser: Browser, server: Server, size: tuple[int, int]
) -> None:
    with _screen(browser, size) as page:
        open_draw_page(page, server.url)
        sheet = _box(canvas(page))
        assert sheet["width"] >= size[0] - 30
        assert _box(page.locator(".lens-top"))["y"] + _box(page.locator(".lens-top"))["height"] <= sheet["y"]
        page.locator(".st-key-model_panel").scroll_into_view_if_needed()
        top = _box(page.locator(".lens-top"))
        assert 0 <= top["y"] < size[1] / 2, "The slim answer stays in sight."


def test_on_a_low_screen_the_slim_answer_stands_beside_the_canvas(browser: Browser, server: Server) -> None:
    with _screen(browser, (844, 390)) as page:
        open_draw_page(page, server.url)
        sheet, top = _box(canvas(page)), _box(page.locator(".lens-top"))
        assert sheet["x"] + sheet["width"] <= top["x"]
        assert sheet["height"] >= 280


@pytest.mark.parametrize(("switch", "part"), [("See each step", ".lens-steps"), ("Compare models", ".lens-compare")])
def test_on_a_phone_what_a_switch_opens_comes_into_sight(
    browser: Browser, server: Server, switch: str, part: str
) -> None:
    with _screen(browser, (390, 844)) as page:
        open_draw_page(page, server.url)
        _draw_one(page)
        page.get_by_role("switch", name=switch).locator("xpath=ancestor::label").click()
        expect(page.locator(part)).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("size", [(390, 844), (1280, 720)], ids=str)
def test_the_steps_of_three_digits_overlap_nothing(browser: Browser, server: Server, size: tuple[int, int]) -> None:
    with _screen(browser, size) as page:
        open_draw_page(page, f"{server.url}/?why=1")
        _draw_three(page)
        expect(page.locator(".lens-compare tbody td b")).to_have_count(3)
        assert _overlapping(page) == []
        rights = page.locator(".lens-cell").evaluate_all("all => all.map(one => one.scrollWidth - one.clientWidth)")
        assert max(rights) <= 0, "No cell runs into the next one."


@pytest.mark.parametrize("size", [(390, 844), (1280, 720)], ids=str)
def test_little_moves_while_the_page_comes_up_or_is_come_back_to(
    browser: Browser, server: Server, size: tuple[int, int]
) -> None:
    with _screen(browser, size) as page:
        page.add_init_script(WATCH_SHIFTS)
        open_draw_page(page, server.url)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(LARGEST_SHIFT) <= 0.1
        page.goto(f"{server.url}/train?lang=en")
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
        if size[0] < 700:
            page.get_by_test_id("stExpandSidebarButton").click()
        page.evaluate("shifts.length = 0")
        page.get_by_role("link", name="Draw", exact=True).click()
        expect(canvas(page)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate(LARGEST_SHIFT) <= 0.1


@pytest.mark.parametrize("size", [(390, 844), (1280, 720)], ids=str)
def test_on_paper_canvas_and_answer_are_whole(browser: Browser, server: Server, size: tuple[int, int]) -> None:
    with _screen(browser, size) as page:
        open_draw_page(page, server.url)
        _draw_one(page)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 718, "height": 1047})  # A4 less margins of 1 cm
        sheet, label = _box(canvas(page)), _box(page.locator(".lens-label"))
        for box in (sheet, label, _box(page.locator(".lens-bars"))):
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 718
            assert box["y"] + box["height"] <= 1047
        assert _overlapping(page) == []
        expect(page.locator(".st-key-model_panel")).to_be_hidden()


def test_the_page_has_one_heading_and_its_parts_have_names(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text(["Draw"])
    _draw_one(page)
    expect(page.get_by_role("img", name="How likely each answer is: 7: ")).to_be_visible()
    expect(page.get_by_role("img", name="What the network sees")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (768, 1024)], ids=str)
def test_under_a_finger_every_button_of_the_answer_is_44_pixels(
    browser: Browser, server: Server, size: tuple[int, int]
) -> None:
    with _screen(browser, size) as page:
        open_draw_page(page, server.url)
        _draw_one(page)
        expect(page.get_by_role("button", name="See each step").first).to_be_visible()
        for button in page.locator(".lens button:visible").all():
            box = _box(button)
            assert box["height"] >= 44, button.inner_text()
            assert box["width"] >= 44, button.inner_text()
