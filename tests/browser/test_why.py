"""See each step: the preparation's steps, each with a switch, in a real browser."""

from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.pen import DIGITS, answer, canvas, draw_strokes, expect_final, open_draw_page, side_by_side
from tests.pages.test_one_answer import photograph
from tests.server import Server

IN_A_CORNER = [[(0.02 + x * 0.3, 0.02 + y * 0.3) for x, y in stroke] for stroke in DIGITS[2]]


def test_a_small_two_is_read_until_cropping_is_left_out_and_again_with_it(
    page: Page, server: Server, console_errors: list[str]
) -> None:
    open_draw_page(page, f"{server.url}/?why=1&model=dense-128")
    cropping = page.get_by_role("switch", name="Cropped")
    expect(cropping).to_be_checked()
    draw_strokes(page, IN_A_CORNER)
    expect_final(page, "2")
    cells = page.locator(".lens-compare tbody td")
    expect(cells.nth(0).locator("b")).to_have_text("2")
    expect(cells.nth(1).locator("b")).to_have_text("2")
    expect(cells.nth(2).locator("b")).not_to_have_text("2")

    with page.expect_request(lambda request: "way=without-cropped&steps=1" in request.url):
        cropping.focus()
        page.keyboard.press("Space")
    expect(answer(page).locator(".lens-label")).not_to_have_text("2")
    expect(answer(page)).to_contain_text("Your steps")
    expect(cells.nth(0).locator("b")).to_have_text("2")
    expect(cells.nth(1).locator(".lens-other")).to_have_count(0)
    expect(page.get_by_text("Is that right?")).to_be_hidden()

    cropping.click()
    expect_final(page, "2")
    assert console_errors == []


def test_of_several_digits_no_step_is_left_out(page: Page, server: Server) -> None:
    open_draw_page(page, f"{server.url}/?why=1")
    draw_strokes(page, side_by_side((4, 2)))
    expect_final(page, "42")
    expect(answer(page)).to_contain_text("Draw a single digit to turn its steps on and off.")
    expect(page.locator(".lens-steps")).to_be_hidden()


def test_on_a_phone_the_steps_fit_and_no_answer_moves_the_canvas(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    open_draw_page(page, f"{server.url}/?why=1&model=dense-128")
    before = canvas(page).bounding_box()
    draw_strokes(page, [[(0.02 + x * 0.4, 0.02 + y * 0.4) for x, y in stroke] for stroke in DIGITS[7]])
    expect_final(page, "7")
    expect(page.locator(".lens-compare tbody td b")).to_have_count(3)
    assert canvas(page).bounding_box() == before
    last = page.get_by_role("switch", name="Centred").bounding_box()
    assert last is not None
    assert last["x"] + last["width"] < 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_of_a_photograph_the_heading_and_the_table_tell_the_same(page: Page, server: Server) -> None:
    open_draw_page(page, f"{server.url}/?why=1&model=tiny-16")
    page.get_by_role("button", name="Photograph").click()
    picture = FilePayload(name="handwritten_digit.jpg", mimeType="image/jpeg", buffer=photograph())
    page.locator("input[type=file]").first.set_input_files(picture)
    row = page.locator(".lens-compare tbody tr", has_text="tiny-16")
    expect(page.locator(".lens-compare thead th")).to_have_text(["Model", "Our preparation", "The tutorial's way"])
    cell = row.locator("td").first
    expect(cell).to_contain_text("%")
    expect(answer(page)).to_have_attribute("data-state", "final")
    assert cell.locator("b").inner_text() == answer(page).locator(".lens-label").inner_text()
    assert answer(page).locator(".lens-percent").inner_text() in cell.inner_text()
