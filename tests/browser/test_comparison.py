"""Models side by side on one drawing, and the tutorial's way, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pen import DIGITS, Strokes, answer, draw, draw_strokes, expect_final, open_draw_page
from tests.server import Server


def _in_a_corner(digit: int) -> Strokes:
    """Small and at the top left: MNIST-style preparation does not mind, the tutorial's way does."""
    return [[(0.02 + x * 0.3, 0.02 + y * 0.3) for x, y in stroke] for stroke in DIGITS[digit]]


def test_models_stand_side_by_side_with_what_each_saw(page: Page, server: Server, console_errors: list[str]) -> None:
    open_draw_page(page, server.url)
    page.get_by_text("Compare models").click()
    draw_strokes(page, _in_a_corner(2))
    expect_final(page, "2")
    rows = page.locator(".lens-compare tbody tr")
    expect(rows).to_have_count(2)
    for row in (rows.nth(0), rows.nth(1)):
        expect(row.locator("td").nth(0)).to_have_text(re.compile(r"^2\d+\.\d\s%"))
        expect(row.locator("td").nth(1)).to_have_text(re.compile(r"%$"))
        assert row.locator("canvas").count() == 2
    assert not rows.nth(1).locator("td").nth(1).inner_text().startswith("2")
    expect(rows.nth(1).locator("td").nth(1).locator(".lens-other")).to_be_visible()
    assert console_errors == []


def test_a_comparison_asks_nothing_while_the_pen_moves(page: Page, server: Server) -> None:
    asked: list[str] = []
    open_draw_page(page, server.url)
    page.get_by_text("Compare models").click()
    expect(page.locator(".lens-compare")).to_be_visible()
    page.on("request", lambda request: asked.append(request.url))
    draw(page, 7, lift=False)
    expect(answer(page)).to_have_attribute("data-state", "live")
    assert asked
    assert not [url for url in asked if "way=tutorial" in url or "model=dense" in url]
    page.mouse.up()
    expect(page.locator(".lens-compare tbody td").last).to_contain_text("%")


def test_the_comparison_follows_the_drawing_and_the_choice_of_models(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})  # a list that opens closes when the page scrolls
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_text("Compare models").click()
    first = page.locator(".lens-compare tbody td").first
    expect(first).to_contain_text("7")
    page.get_by_role("combobox", name="Models to compare").click()
    page.get_by_role("option", name="tiny-16").click()
    expect(page.locator(".lens-compare tbody tr")).to_have_count(3)
    expect(page.locator(".lens-compare tbody td").last).to_contain_text("%")
    page.keyboard.press("Escape")
    page.get_by_test_id("tool-clear").click()
    draw(page, 0)
    expect_final(page, "0")
    expect(first).to_contain_text("0")


def test_the_tutorials_way_is_named_on_the_answer_and_asks_for_no_verdict(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw_strokes(page, _in_a_corner(2))
    expect_final(page, "2")
    expect(page.locator(".lens-question")).to_be_visible()
    page.get_by_text("The tutorial's way").last.click()
    expect(answer(page)).to_contain_text("The tutorial's way")
    expect(page.locator(".lens-steps figcaption:visible")).to_have_text(["Grey", "Shrunk"])
    expect(page.locator(".lens-note")).to_contain_text("Most tutorials just shrink")
    expect(page.locator(".lens-question")).to_be_hidden()
