"""The Evaluate page in a real browser: a model is measured while one waits, and each number opens its images."""

import re

from playwright.sync_api import Page, expect

from tests.server import Server

MEASURING_MS = 60_000


def test_figures_come_and_a_cell_of_the_confusion_matrix_opens_its_images(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/evaluate?model=tiny-16&lang=en")
    accuracy = page.get_by_test_id("stMetric").filter(has_text="Test accuracy")
    expect(accuracy).to_contain_text("94.68 %", timeout=MEASURING_MS)

    page.get_by_role("radio", name="Confusion").click()
    images = page.locator(".image-strip img")
    page.get_by_role("button", name="4, predicted 9: 26").click()
    expect(images.first).to_have_attribute("alt", re.compile("Test image .*: 4, predicted 9"))
    expect(images).to_have_count(24)
    expect(page).to_have_url(re.compile("view=confusion"))

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    chosen = page.get_by_role("button", name="4, predicted 8: 3", pressed=True)
    expect(chosen).to_be_focused()
    expect(images).to_have_count(3)
    expect(images.first).to_have_attribute("alt", re.compile("4, predicted 8"))

    page.goto(f"{server.url}/evaluate?model=tiny-16&view=mistakes&lang=en")
    expect(page.get_by_text("It gets 532 of 10,000 test images wrong.")).to_be_visible()
