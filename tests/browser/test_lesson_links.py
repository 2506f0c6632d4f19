"""A teacher's link opens a pupil's form with the same settings, without what it hides."""

import ast

from playwright.sync_api import Browser, Page, expect

from tests.server import Server

LESSON = "recipe=tiny-16&hidden=256-128&epochs=7&train_share=0.01"
# 784 × 256 + 256, 256 × 128 + 128, 128 × 10 + 10
PARAMETERS = "235,146"


def open_lesson(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text(PARAMETERS)).to_be_visible()


def link_that_hides(page: Page, control: str) -> str:
    """What the teacher copies after choosing a control to hide."""
    page.get_by_role("button", name="Link").click()
    page.get_by_role("combobox", name="Hide these controls").fill(control)
    page.keyboard.press("Enter")
    link = page.get_by_test_id("stPopoverBody").locator("code")
    expect(link).to_contain_text("lock=")
    return link.inner_text().strip()


def expect_lesson(page: Page) -> None:
    """The form without its epochs, which are the link's all the same."""
    expect(page.get_by_text(PARAMETERS)).to_be_visible()
    expect(page.get_by_role("slider", name="Epochs")).to_have_count(0)
    page.get_by_role("tab", name="Code").click()
    expect(page.get_by_text("epochs=7,")).to_be_visible()


def test_a_link_opens_the_same_form_without_what_it_hides(page: Page, browser: Browser, server: Server) -> None:
    open_lesson(page, f"{server.url}/train?{LESSON}")
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("7")
    link = link_that_hides(page, "Epochs")
    assert link == f"{server.url}/train?{LESSON}&lock=epochs"

    pupil = browser.new_context(locale="en-US").new_page()
    pupil.goto(link)
    expect_lesson(pupil)
    pupil.get_by_role("link", name="Draw").click()
    expect(pupil.get_by_test_id("answer")).to_be_visible()
    pupil.get_by_role("link", name="Train").click()
    expect_lesson(pupil)
    pupil.context.close()


def test_a_link_that_makes_no_sense_is_answered_with_a_sentence(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/train?recipe=tiny-16&epochs=99")
    expect(page.get_by_text("This link has an error: epochs cannot be 99.")).to_be_visible()
    expect(page.get_by_text("101,770")).to_be_visible()


def test_the_code_follows_the_form_and_is_taken_home(page: Page, server: Server) -> None:
    open_lesson(page, f"{server.url}/train?{LESSON}")
    page.get_by_role("tab", name="Code").click()
    expect(page.get_by_text('layers.Dense(256, activation="relu"),')).to_be_visible()
    slider = page.get_by_role("slider", name="Epochs")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("epochs=8,")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Python file").click()
    assert download.value.suggested_filename == "tiny-16.py"
    ast.parse(download.value.path().read_text("utf-8"))
