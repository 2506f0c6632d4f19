"""The Draw page in a real browser: real strokes, and the answer read off the page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pen import DIGITS, answer, canvas, draw, expect_final, open_draw_page
from tests.server import Server


@pytest.mark.parametrize("digit", sorted(DIGITS))
def test_a_drawn_digit_is_read(page: Page, server: Server, console_errors: list[str], digit: int) -> None:
    open_draw_page(page, server.url)
    draw(page, digit)
    expect_final(page, str(digit))
    assert answer(page).inner_text().startswith(str(digit))
    assert console_errors == []


def test_the_answer_comes_while_the_pen_is_still_down(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7, lift=False)
    expect(answer(page)).to_have_attribute("data-state", "live")
    expect(answer(page)).to_contain_text("7")
    assert int(answer(page).get_attribute("data-seq") or 0) >= 3
    page.mouse.up()
    expect_final(page, "7")


def test_a_sample_digit_is_read_without_a_mouse(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    button = page.get_by_role("button", name="Sample 5")
    button.focus()
    page.keyboard.press("Enter")
    expect_final(page, "5")
    expect(page.locator(".lens-spoken")).to_contain_text("5.")


def test_a_screen_reader_is_told_the_answer(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    spoken = page.get_by_role("status").and_(page.locator(".lens-spoken"))
    expect(spoken).to_have_attribute("aria-live", "polite")
    draw(page, 0)
    expect_final(page, "0")
    expect(spoken).to_contain_text("0. ")


def test_the_page_does_not_scroll_under_a_finger(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    assert canvas(page).evaluate("canvas => getComputedStyle(canvas).touchAction") == "none"


def test_another_model_reads_the_same_drawing(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("combobox", name="Model").click()
    with page.expect_response(lambda response: "model=fashion-128" in response.url):
        page.get_by_role("option", name="fashion-128").click()
    expect(page.locator(".lens-name").nth(9)).to_have_text("Ankle boot")


def test_a_photograph_with_dark_ink_on_white_paper_is_read(page: Page, server: Server, photograph_of_4: bytes) -> None:
    open_draw_page(page, server.url)
    page.get_by_role("button", name="Photograph").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "handwritten_digit.jpg", "mimeType": "image/jpeg", "buffer": photograph_of_4}
    )
    expect_final(page, "4")


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n broken"], ids=["empty", "text", "broken"]
)
def test_a_file_that_is_no_picture_gets_a_sentence_and_the_page_goes_on(
    page: Page, server: Server, content: bytes
) -> None:
    open_draw_page(page, server.url)
    page.get_by_role("button", name="Photograph").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "7.png", "mimeType": "image/png", "buffer": content}
    )
    expect(answer(page)).to_contain_text("cannot be opened as a picture")
    page.keyboard.press("Escape")
    draw(page, 1)
    expect_final(page, "1")


def test_with_the_route_blocked_the_page_answers_after_the_stroke(page: Page, server: Server) -> None:
    page.route("**/api/v1/recognize*", lambda route: route.abort())
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")


def test_once_the_route_answers_again_a_verdict_can_be_given_and_the_digit_pinned(page: Page, server: Server) -> None:
    page.route("**/api/v1/recognize*", lambda route: route.abort())
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.unroute("**/api/v1/recognize*")
    expect(page.get_by_role("button", name="No, it is a …")).to_be_visible()
    expect(page.get_by_role("button", name="Pin for training")).to_be_visible()


def test_no_page_asks_anything_of_another_host(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.goto(f"{server.url}/train")
    expect(page.get_by_role("button", name="Train").first).to_be_visible()
    foreign = [url for url in asked if not url.startswith((server.url, "data:", "blob:"))]
    assert foreign == []


def test_the_drawing_survives_a_reload_and_a_look_at_another_page(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 2)
    expect_final(page, "2")
    page.wait_for_function("() => sessionStorage.getItem('digitlab-drawing') !== null")
    page.reload()
    expect_final(page, "2")
    page.get_by_role("link", name="Train").first.click()
    expect(canvas(page)).to_have_count(0)
    page.get_by_role("link", name="Draw").first.click()
    expect_final(page, "2")


def test_on_a_phone_the_navigation_opens_leads_on_and_closes(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    open_draw_page(page, server.url)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(page.get_by_role("combobox", name="Language")).to_be_visible()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("button", name="Start").first).to_be_visible()
    context.close()
