"""The Train page as its visitors see it: all that counts on one screen, and nothing moves."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pen import draw, expect_final, open_draw_page
from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server

SHORT = "recipe=dense-128&train_share=0.05&epochs=2"
LOAD_TIMEOUT_MS = 60_000
PHONE = {"width": 390, "height": 844}
# The layout shift (CLS) that counts as good.
SHIFT = 0.1
WATCH_SHIFTS = """() => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: false });
}"""


def train_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Train", exact=True)


def open_train_page(page: Page, server: Server, query: str = SHORT) -> None:
    page.goto(f"{server.url}/train?{query}")
    expect(train_button(page)).to_be_enabled(timeout=LOAD_TIMEOUT_MS)
    expect(page.locator(".st-key-curves svg.marks")).to_have_count(2, timeout=LOAD_TIMEOUT_MS)


def train(page: Page) -> None:
    train_button(page).click()
    expect(page.locator(".stMarkdownBadge", has_text="done")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)


def pin_a_digit(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Pin for training").click()
    expect(page.get_by_role("button", name="Pinned: 1 of 6")).to_be_visible()


def test_what_counts_is_on_the_screen_before_and_after_a_run(page: Page, server: Server) -> None:
    pin_a_digit(page, server)
    page.get_by_role("link", name="Train").first.click()
    expect(train_button(page)).to_be_enabled(timeout=LOAD_TIMEOUT_MS)
    page.get_by_role("slider", name="Epochs").focus()
    page.keyboard.press("Home")
    counts = [
        page.locator(".st-key-train_recipe"),
        page.locator(".st-key-recipe_sliders"),
        page.get_by_role("spinbutton", name="Neurons 1"),
        train_button(page),
        page.locator(".st-key-curves"),
        page.get_by_alt_text("Pinned digit 1"),
    ]

    def expect_all(*more: Locator) -> None:
        for each in (*counts, *more):
            expect(each).to_be_in_viewport(ratio=0.9)

    expect_all()
    curves = page.locator(".st-key-curves")
    before = curves.bounding_box()
    train(page)
    expect_all(page.get_by_role("button", name="Draw with it"), page.get_by_text("Test accuracy", exact=True))
    assert curves.bounding_box() == before


@pytest.mark.parametrize("width", [320, 390, 700, 768, 900, 1024])
def test_on_narrow_screens_nothing_of_the_form_is_cut_off(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_train_page(page, server)
    form = page.locator(".st-key-train_form").bounding_box()
    assert form
    for part in (page.locator(".st-key-recipe_sliders .stSlider"), page.locator(".st-key-train_form button:visible")):
        for each in part.all():
            box = each.bounding_box()
            assert box
            assert form["x"] <= box["x"]
            assert box["x"] + box["width"] <= form["x"] + form["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_network_can_be_drawn_with_before_it_is_saved(page: Page, server: Server) -> None:
    open_train_page(page, server)
    train(page)
    page.get_by_role("button", name="Draw with it").click()
    expect(page.get_by_role("combobox", name="Model")).to_have_value(re.compile("dense-128, changed"))


def test_on_a_phone_train_leads_to_the_curves(page: Page, server: Server) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_train_page(page, server)
    expect(page.locator(".st-key-run_panel")).not_to_be_in_viewport(ratio=0.4)
    train_button(page).click()
    expect(page.locator(".st-key-run_head")).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-curves svg.marks").first).to_be_in_viewport(ratio=1)
    expect(page.locator(".stMarkdownBadge", has_text="done")).to_be_in_viewport(timeout=TRAINING_TIMEOUT_MS)


def test_on_a_phone_on_its_side_train_leads_to_the_head_of_the_run(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 844, "height": 390})
    open_train_page(page, server)
    train_button(page).scroll_into_view_if_needed()
    expect(page.locator(".st-key-run_panel")).not_to_be_in_viewport(ratio=0.6)
    train(page)
    expect(page.locator(".st-key-run_head")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [700, 768, 900])
def test_beside_a_narrow_form_the_curves_have_room_for_their_names(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1024})
    open_train_page(page, server)
    for chart in page.locator(".st-key-curves svg.marks").all():
        name, whole = chart.get_by_text("Validation", exact=True).bounding_box(), chart.bounding_box()
        assert name
        assert whole
        assert name["x"] + name["width"] <= whole["x"] + whole["width"]


def test_choices_survive_a_reload_another_page_and_a_copied_address(
    page: Page, browser: Browser, server: Server
) -> None:
    open_train_page(page, server, "recipe=tiny-16&lock=dropout")
    page.get_by_role("slider", name="Batch size").focus()
    page.keyboard.press("Home")
    changes = page.locator(".st-key-recipe_changes")
    expect(changes).to_contain_text("Batch size 32 → 8")
    expect(page).to_have_url(re.compile("recipe=tiny-16.*batch_size=8"))
    expect(page).to_have_url(re.compile("lock=dropout"))
    page.reload()
    expect(changes).to_contain_text("Batch size 32 → 8", timeout=LOAD_TIMEOUT_MS)
    page.get_by_role("link", name="Data", exact=True).first.click()
    expect(changes).to_have_count(0, timeout=LOAD_TIMEOUT_MS)
    page.get_by_role("link", name="Train").first.click()
    expect(changes).to_contain_text("Batch size 32 → 8", timeout=LOAD_TIMEOUT_MS)
    expect(page).to_have_url(re.compile("batch_size=8"))

    other = browser.new_context(locale="en-US").new_page()
    other.goto(page.url)
    expect(other.locator(".st-key-recipe_changes")).to_contain_text("Batch size 32 → 8", timeout=LOAD_TIMEOUT_MS)
    other.context.close()


def test_a_run_that_runs_is_running_in_the_list_of_runs(page: Page, server: Server) -> None:
    open_train_page(page, server)
    train(page)
    page.get_by_role("slider", name="Epochs").focus()
    page.keyboard.press("End")
    expect(page.locator(".st-key-recipe_changes")).to_contain_text("Epochs 5 → 50")
    train_button(page).click()
    expect(page.locator(".stMarkdownBadge", has_text="running")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    runs = page.get_by_role("combobox", name="Your runs")
    expect(runs).to_have_value(re.compile("running"))
    page.get_by_role("button", name="Stop and keep").click()
    expect(runs).to_have_value(re.compile(r"\d \d\d?\.\d\s%|\d\.\d\s%"))


def test_the_projector_view_shows_curves_digits_and_large_figures_alone(page: Page, server: Server) -> None:
    open_train_page(page, server)
    train(page)
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("view=projector"))
    expect(train_button(page)).to_be_hidden()
    for hidden in (page.get_by_role("tab"), page.get_by_role("button", name=re.compile("Save|Share|Draw with it"))):
        expect(hidden.and_(page.locator(":visible"))).to_have_count(0)
    expect(page.get_by_test_id("stMetricValue").first).to_have_css("font-size", "48px")
    words = page.locator(".st-key-run_panel, .st-key-pinned_panel").locator("p:visible, svg.marks text:visible")
    sizes = words.evaluate_all("all => all.map(each => parseFloat(getComputedStyle(each).fontSize))")
    assert min(sizes) >= 18
    expect(page.locator(".st-key-curves svg.marks").first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(train_button(page)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_run_begins_and_ends(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844 if width == 390 else 720})
    open_train_page(page, server)
    page.evaluate(WATCH_SHIFTS)
    train(page)
    assert page.evaluate("window.shifts") <= SHIFT


def test_a_lesson_that_hides_its_recipe_names_it(page: Page, server: Server) -> None:
    open_train_page(page, server, "recipe=tiny-16&epochs=2&lock=all")
    form = page.locator(".st-key-train_form")
    expect(form).to_contain_text("tiny-16")
    expect(form).to_contain_text("Epochs 20 → 2")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
