"""What a learner does beside one training: pins digits and watches them learnt, races a sweep, compares."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pen import canvas, draw, expect_final
from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server

# A recipe that trains in about a second.
SHORT = "recipe=dense-128&hidden=32&epochs=2&train_share=0.02&validation=split"


def _open_lesson(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/train?{SHORT}")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def _go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def _take_away(page: Page, value: str) -> None:
    """Take a value out of a multiple choice."""
    cross = page.get_by_role("button", name=f"Remove {value}", exact=True)
    cross.click()
    expect(cross).to_have_count(0)


def test_a_pinned_digit_is_asked_about_after_every_epoch(page: Page, server: Server) -> None:
    _open_lesson(page, server)
    _go_to(page, "Draw")
    expect(canvas(page)).to_be_visible()
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Pin for training").click()
    expect(page.get_by_role("button", name="Pinned: 1 of 6")).to_be_visible()

    _go_to(page, "Train")
    expect(page.get_by_alt_text("Pinned digit 1")).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    cells = page.locator(".pinned-table tbody td")
    expect(cells).to_have_text([re.compile(r"^\d \d+\.\d\s%$")] * 2, timeout=TRAINING_TIMEOUT_MS)
    expect(page.get_by_text("Test accuracy")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)

    page.get_by_role("button", name="Pinned: 1 of 6").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("button", name="Pinned: 1 of 6")).to_have_count(0)


def test_a_sweep_races_and_is_compared_with_a_saved_model(page: Page, server: Server) -> None:
    _open_lesson(page, server)
    _go_to(page, "Compare")
    expect(page.get_by_role("button", name="Try these 8")).to_be_enabled()
    for value in ("0.01", "32", "64"):
        _take_away(page, value)
    page.get_by_role("button", name="Try these 2").click()
    expect(page.get_by_text(re.compile("of 2 have ended|^Best: "))).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    expect(page.get_by_text(re.compile("^Best: "))).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    legend = page.locator("[data-testid='stVegaLiteChart'] .role-legend-label text")
    expect(legend).to_have_text(["8 · 0.001", "16 · 0.001"])

    page.get_by_role("combobox", name="Runs and models").fill("tiny-16")
    page.get_by_role("option", name="tiny-16 (model)").click()
    expect(legend).to_have_text(["8 · 0.001", "16 · 0.001", "tiny-16"])
    expect(page.get_by_text("Best: tiny-16")).to_be_visible()
