"""The Inside page in a real browser: a drawing's way through a network, a neuron by keyboard, the picture as SVG."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.pen import draw, expect_final, open_draw_page
from tests.server import Server


def test_drawing_is_followed_a_neuron_opened_and_the_architecture_taken_home(page: Page, server: Server) -> None:
    open_draw_page(page, f"{server.url}/?model=tiny-16")
    draw(page, 7)
    expect_final(page, "7")
    page.wait_for_function("() => sessionStorage.getItem('digitlab-drawing')")  # 0.3 s after the answer
    page.get_by_role("link", name="Inside", exact=True).click()
    expect(page.get_by_text("Your drawing, as the network sees it")).to_be_visible()

    steps = page.locator(".network section")
    expect(steps).to_have_count(3)
    expect(steps.last.locator("button.best .name")).to_have_text("7")
    neurons = steps.first.get_by_role("button")
    expect(neurons).to_have_count(16)
    neurons.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(steps.first.locator("output")).to_have_text(re.compile(r"Neuron 3: \d+\.\d\d"))
    page.keyboard.press("Enter")
    expect(page.locator(".weights-picture img")).to_be_visible()
    expect(page.locator(".image-strip img")).to_have_count(9)
    expect(neurons.nth(2)).to_have_attribute("aria-pressed", "true")

    page.get_by_role("radio", name="Architecture").click()
    expect(page.locator(".st-key-architecture svg text").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download SVG").click()
    assert download.value.suggested_filename == "tiny-16.svg"
    svg = Path(download.value.path()).read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert svg.startswith("<?xml")
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert "Dense · relu" in svg
    assert "12,560 parameters" in svg
