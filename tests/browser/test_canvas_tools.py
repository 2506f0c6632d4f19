"""The tools at the canvas in a real browser: what is drawn can be cleared, undone and erased, and is never lost."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pen import answer, canvas, draw, expect_final, open_draw_page
from tests.server import Server
from ui.assets import script_loader

TOOLS = ("undo", "redo", "clear", "eraser", "thin", "medium", "thick")
# How many buttons stand in a row that Streamlit's frontend cleans up while it is shown, and after it has left the page.
_CLEAN_UP = """async (loader) => {
  // As Streamlit does, and as the page's policy allows.
  const { default: load } = await import(URL.createObjectURL(new Blob([loader], { type: "text/javascript" })));
  const parentElement = document.createElement("div");
  parentElement.innerHTML = '<div class="tools"></div>';
  document.body.append(parentElement);
  const data = { width: 36, widths: [18, 36, 56], side: 640, revision: "0", isErasing: false, texts: {} };
  const cleanUp = await load({ data, parentElement, setTriggerValue() {} });
  const count = async () => {
    cleanUp();
    await new Promise((resolve) => setTimeout(resolve));
    return parentElement.querySelectorAll("button").length;
  };
  const shown = await count();
  parentElement.remove();
  return [shown, await count()];
}"""
TOUCH_SCREENS = [(390, 844), (768, 1024), (1024, 768), (844, 390), (320, 568)]


def use(page: Page, tool: str) -> None:
    page.get_by_test_id(f"tool-{tool}").click()


def expect_blank(page: Page) -> None:
    expect(answer(page)).to_have_attribute("data-state", "blank")


def put_sample(page: Page, digit: int) -> None:
    page.get_by_role("button", name=f"Sample {digit}").click()


def test_undo_redo_and_clear_change_the_answer(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1")
    use(page, "undo")
    expect_blank(page)
    use(page, "redo")
    expect_final(page, "1")
    use(page, "clear")
    expect_blank(page)
    use(page, "undo")
    expect_final(page, "1")


def test_a_sample_can_be_cleared_and_undone_to_what_was_drawn(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 4)
    expect_final(page, "4")
    put_sample(page, 5)
    expect_final(page, "5")
    use(page, "clear")
    expect_blank(page)
    draw(page, 7)
    expect_final(page, "7")
    for before in ("5", "4"):
        use(page, "undo")  # the stroke, then the clearing; then the sample
        if before == "5":
            expect_blank(page)
            use(page, "undo")
        expect_final(page, before)


@pytest.mark.parametrize("way", ["reload", "other page"])
def test_a_drawing_that_came_back_can_be_cleared_and_undone(page: Page, server: Server, way: str) -> None:
    open_draw_page(page, server.url)
    draw(page, 2)
    expect_final(page, "2")
    if way == "reload":
        page.reload()
    else:
        page.get_by_role("link", name="Train").first.click()
        expect(canvas(page)).to_have_count(0)
        page.get_by_role("link", name="Draw", exact=True).first.click()
    expect_final(page, "2")
    use(page, "clear")
    expect_blank(page)
    draw(page, 7)
    expect_final(page, "7")
    use(page, "undo")
    expect_blank(page)
    use(page, "undo")
    expect_final(page, "2")


def test_a_photograph_covers_the_drawing_until_it_is_removed(
    page: Page, server: Server, photograph_of_4: bytes
) -> None:
    open_draw_page(page, server.url)
    put_sample(page, 5)
    expect_final(page, "5")
    upload(page, photograph_of_4)
    expect_final(page, "4")
    page.get_by_role("button", name="Remove").click()
    expect_final(page, "5")
    use(page, "redo")
    expect_final(page, "4")


def test_drawing_on_a_photograph_begins_on_clean_paper(page: Page, server: Server, photograph_of_4: bytes) -> None:
    open_draw_page(page, server.url)
    put_sample(page, 5)
    expect_final(page, "5")
    upload(page, photograph_of_4)
    expect_final(page, "4")
    draw(page, 7)
    expect_final(page, "7")
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)
    for before in ("4", "5"):
        use(page, "undo")
        expect_final(page, before)


def upload(page: Page, picture: bytes) -> None:
    page.get_by_role("button", name="Photograph").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "handwritten_digit.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    page.keyboard.press("Escape")


def test_the_eraser_erases_and_a_pen_draws_again(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    use(page, "eraser")
    draw(page, 7)  # at once: the stroke waits for its tool
    expect_blank(page)
    use(page, "thick")
    draw(page, 1)
    expect_final(page, "1")
    use(page, "undo")
    expect_blank(page)


def test_a_stroke_right_after_clearing_lies_on_clean_paper(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 4)
    expect_final(page, "4")
    use(page, "clear")
    draw(page, 7)
    expect_final(page, "7")
    use(page, "undo")
    expect_blank(page)
    use(page, "undo")
    expect_final(page, "4")


def test_the_three_pens_are_as_thick_as_they_look(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    scale = canvas(page).evaluate("canvas => canvas.getBoundingClientRect().width / 640")
    for tool, width in (("thin", 18), ("medium", 36), ("thick", 56)):
        dot = page.get_by_test_id(f"tool-{tool}").locator("i").bounding_box()
        assert dot is not None
        assert dot["width"] == pytest.approx(width * scale, abs=1.5)
        use(page, tool)
        expect(page.get_by_test_id(f"tool-{tool}")).to_have_attribute("aria-pressed", "true")


def test_keys_undo_redo_clear_and_erase_but_not_while_typing(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.keyboard.press("Control+z")
    expect_blank(page)
    page.keyboard.press("Control+y")
    expect_final(page, "7")
    page.keyboard.press("Delete")
    expect_blank(page)
    page.keyboard.press("Control+z")
    expect_final(page, "7")
    page.keyboard.press("e")
    expect(page.get_by_test_id("tool-eraser")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("e")
    expect(page.get_by_test_id("tool-eraser")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("combobox", name="Model").click()
    page.keyboard.type("e")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("tool-eraser")).to_have_attribute("aria-pressed", "false")
    expect_final(page, "7")


def test_tools_speak_the_visitors_language(page: Page, server: Server) -> None:
    open_draw_page(page, f"{server.url}/?lang=zh-CN")
    expect(page.get_by_test_id("tool-undo")).to_have_attribute("aria-label", "撤销")
    expect(page.get_by_test_id("tool-eraser")).to_have_attribute("aria-label", "橡皮擦")


@pytest.mark.parametrize("screen", TOUCH_SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def test_tools_and_the_whole_canvas_are_there_under_a_finger(
    browser: Browser, server: Server, screen: tuple[int, int]
) -> None:
    width, height = screen
    context = browser.new_context(viewport={"width": width, "height": height}, is_mobile=True, has_touch=True)
    page = context.new_page()
    open_draw_page(page, server.url)
    box = canvas(page).bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert (box["x"], box["x"] + box["width"]) <= (width, width)
    assert box["x"] >= 0
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    for tool in TOOLS:
        button = page.get_by_test_id(f"tool-{tool}").bounding_box()
        assert button is not None, tool
        assert min(button["width"], button["height"]) >= 44, tool
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_test_id("tool-clear").tap()
    expect_blank(page)
    context.close()


def test_turning_the_device_keeps_the_drawing(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    open_draw_page(page, server.url)
    draw(page, 4)
    expect_final(page, "4")
    page.set_viewport_size({"width": 844, "height": 390})
    expect_final(page, "4")
    use(page, "clear")
    expect_blank(page)
    draw(page, 7)
    expect_final(page, "7")
    context.close()


def test_choices_survive_a_reload_another_page_and_a_copied_address(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    use(page, "thick")
    page.get_by_role("combobox", name="Model").click()
    page.get_by_role("option", name=re.compile("tiny-16")).click()
    page.get_by_text("Compare models").click()
    expect(page).to_have_url(re.compile(r"(?=.*pen=56)(?=.*model=tiny-16)(?=.*compare=1)"))
    address = page.url

    def expect_choices() -> None:
        expect(page.get_by_test_id("tool-thick")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("combobox", name="Model", exact=True)).to_have_value(re.compile("tiny-16"))
        expect(page.get_by_role("switch", name="Compare models")).to_be_checked()

    page.reload()
    expect_choices()
    page.get_by_role("link", name="Train").first.click()
    expect(canvas(page)).to_have_count(0)
    page.get_by_role("link", name="Draw", exact=True).first.click()
    expect_choices()
    expect(page).to_have_url(re.compile(r"pen=56"))
    page.goto("about:blank")
    page.goto(address)
    expect_choices()


def test_an_address_with_nonsense_opens_the_usual_page(page: Page, server: Server) -> None:
    open_draw_page(page, f"{server.url}/?pen=9999&model=../../etc/passwd&with=<script>&compare=yes&why=2")
    expect(page.get_by_test_id("tool-medium")).to_have_attribute("aria-pressed", "true")
    draw(page, 7)
    expect_final(page, "7")


def test_a_row_is_cleaned_up_when_it_has_left_the_page_and_no_sooner(page: Page, server: Server) -> None:
    """Streamlit also cleans up after a run of the page that a newer one superseded: strokes may be waiting there."""
    open_draw_page(page, server.url)
    assert page.evaluate(_CLEAN_UP, script_loader("draw/canvas_tools.js")) == [len(TOOLS), 0]
