"""How the Draw page shows the answers that the recognizer may give, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.pen import (
    DIGITS,
    SCRIBBLE,
    answer,
    canvas,
    draw,
    draw_strokes,
    expect_final,
    open_draw_page,
    side_by_side,
)
from tests.pages import fake_recognizer
from tests.server import Server

NUMBER = fake_recognizer.number("1984", {2: 0.75})
REFUSAL = fake_recognizer.answer(None, {8: 0.6}, reason="not_digit", not_digit=0.98)
FIRST, SECOND = "rgb(47, 75, 216)", "rgb(217, 107, 0)"


def _answer_with(page: Page, reply: dict[str, Any]) -> None:
    def fulfil(route: Route) -> None:
        route.fulfill(json=reply)

    page.route("**/api/v1/recognize*", fulfil)


def _bar_colour(page: Page, label: int) -> str:
    colour = page.locator(".lens-fill").nth(label).evaluate("bar => getComputedStyle(bar).backgroundColor")
    return str(colour)


def test_two_close_answers_are_both_named_and_both_stand_out(page: Page, server: Server) -> None:
    _answer_with(page, fake_recognizer.answer(1, {1: 0.48, 7: 0.41}))
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1")
    assert answer(page).inner_text().split("\n") == ["1", "1 or 7?", "48.0\u00a0% · 41.0\u00a0%"]
    assert (_bar_colour(page, 1), _bar_colour(page, 7)) == (FIRST, SECOND)
    assert page.locator(".lens-best, .lens-rival").count() == 2


def test_a_refusal_keeps_its_bars_but_none_stands_out(page: Page, server: Server) -> None:
    _answer_with(page, REFUSAL)
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "?")
    assert answer(page).inner_text().split("\n")[1:] == ["This does not look like a digit.", "Closest: 8"]
    assert page.locator(".lens-best, .lens-rival").count() == 0
    expect(page.locator(".lens-value").nth(8)).to_have_text("60.0 %")
    expect(page.locator(".lens-spoken")).to_have_text("This does not look like a digit. Closest: 8")


def test_a_drawing_is_not_refused_while_the_pen_is_down_nor_just_after_it_was_lifted(
    page: Page, server: Server
) -> None:
    _answer_with(page, REFUSAL)
    page.add_init_script(_WATCH_REFUSALS)
    open_draw_page(page, server.url)
    draw(page, 4, lift=False)
    expect(answer(page)).to_have_attribute("data-state", "live")
    expect(answer(page)).to_contain_text("Looking …")
    expect(page.locator(".lens-value").nth(8)).to_have_text("60.0 %")
    page.mouse.up()
    expect_final(page, "?")
    expect(answer(page)).to_contain_text("This does not look like a digit.")
    refusals = page.evaluate("refusals")
    assert refusals
    assert all(not refusal["isDown"] and refusal["quiet_ms"] >= 700 for refusal in refusals), refusals


def test_a_refusal_that_comes_through_streamlit_waits_as_long(page: Page, server: Server) -> None:
    page.route("**/api/v1/recognize*", lambda route: route.abort())
    page.add_init_script(_WATCH_REFUSALS)
    open_draw_page(page, server.url)
    draw_strokes(page, SCRIBBLE)
    expect_final(page, "?")
    assert all(not refusal["isDown"] and refusal["quiet_ms"] >= 700 for refusal in page.evaluate("refusals"))


def test_a_digit_is_final_at_once_after_a_refused_half_of_it(page: Page, server: Server) -> None:
    _answer_with(page, REFUSAL)
    page.add_init_script(_WATCH_REFUSALS)
    open_draw_page(page, server.url)
    draw_strokes(page, DIGITS[4][:1])
    page.unroute("**/api/v1/recognize*")
    _answer_with(page, fake_recognizer.answer(4, {4: 0.97}))
    draw_strokes(page, DIGITS[4][1:])
    expect_final(page, "4")
    assert all(refusal["quiet_ms"] >= 700 for refusal in page.evaluate("refusals"))


def test_a_figure_is_written_the_same_way_above_the_bars_and_on_them(page: Page, server: Server) -> None:
    _answer_with(page, fake_recognizer.answer(1, {1: 0.99996}))
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1")
    assert answer(page).inner_text().split("\n") == ["1", "Very sure", "> 99.9\u00a0%"]
    expect(page.locator(".lens-best .lens-value")).to_have_text("> 99.9 %")


# When the page said that a drawing is no digit: whether the pen was down, and how long ago it was lifted.
_WATCH_REFUSALS = """
window.refusals = [];
let isDown = false;
let liftedAt = 0;
addEventListener("pointerdown", () => (isDown = true), true);
addEventListener("pointerup", () => ((isDown = false), (liftedAt = Date.now())), true);
new MutationObserver(() => {
  const words = document.querySelector(".lens-sure")?.textContent ?? "";
  if (words.includes("not look like")) refusals.push({ isDown, quiet_ms: Date.now() - liftedAt });
}).observe(document, { childList: true, characterData: true, subtree: true });
"""


def test_a_number_shows_the_bars_of_its_least_sure_digit_or_of_the_one_chosen_with_the_keyboard(
    page: Page, server: Server, console_errors: list[str]
) -> None:
    _answer_with(page, NUMBER)
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1984")
    assert answer(page).inner_text().split("\n")[1:] == ["Fairly sure", "Least sure: 8, 75.0\u00a0%"]
    expect(page.locator(".lens-best .lens-name")).to_have_text("8")
    expect(page.locator(".boxes .chip b")).to_have_text(list("1984"))  # drawn with the steps, after the words
    first = page.get_by_role("button", name="Digit 1 of 4: 1 99.0 %")
    first.focus()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".lens-best .lens-name")).to_have_text("1")
    page.keyboard.press("Tab")
    expect(page.locator(".lens-best .lens-name")).to_have_text("9")
    expect(page.locator(".boxes .box").nth(1)).to_have_class("box chosen")
    assert console_errors == []


def test_a_number_that_was_read_in_part_is_asked_about_without_a_yes(page: Page, server: Server) -> None:
    _answer_with(page, fake_recognizer.number("1?", {}))
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1?")
    expect(page.get_by_role("button", name="No, it is a …")).to_be_visible()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_hidden()


def test_boxes_leave_with_the_pen_and_with_the_drawing(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw_strokes(page, side_by_side((4, 2)))
    expect_final(page, "42")
    expect(page.locator(".boxes .box")).to_have_count(2)
    box = canvas(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    expect(page.locator(".boxes")).to_have_count(0)
    page.mouse.up()
    page.get_by_test_id("tool-clear").click()
    expect(answer(page)).to_have_attribute("data-state", "blank")
    expect(page.locator(".boxes")).to_have_count(0)


@pytest.mark.parametrize("reply", [NUMBER, REFUSAL], ids=["number", "refusal"])
def test_on_a_phone_no_answer_moves_the_canvas(browser: Browser, server: Server, reply: dict[str, Any]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    _answer_with(page, reply)
    open_draw_page(page, server.url)
    before = canvas(page).bounding_box()
    draw(page, 1)
    expect_final(page, reply["number"] or "?")
    expect(page.get_by_role("button", name="No, it is a …")).to_be_visible()
    assert canvas(page).bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_the_drawing_outlives_a_change_of_the_theme(page: Page, server: Server) -> None:
    page.emulate_media(color_scheme="light")
    open_draw_page(page, server.url)
    draw_strokes(page, side_by_side((4,), 0.4))
    expect_final(page, "4")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    draw_strokes(page, [[(0.85, 0.3), (0.84, 0.7)]])
    expect_final(page, "41")


def test_while_the_recognizer_is_away_the_page_says_so_and_answers_once_it_is_back(page: Page, server: Server) -> None:
    _answer_with(page, fake_recognizer.answer(1, {1: 0.95}))
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1")
    page.unroute("**/api/v1/recognize*")
    away = {"error": {"code": "recognizer_unavailable", "message": "It restarts.", "details": {}}}
    page.route("**/api/v1/recognize*", lambda route: route.fulfill(status=503, json=away))
    draw(page, 7)
    expect(answer(page)).to_have_attribute("data-state", "loading")
    expect(answer(page)).to_contain_text("restarting")
    page.unroute("**/api/v1/recognize*")
    _answer_with(page, NUMBER)
    expect_final(page, "1984")
