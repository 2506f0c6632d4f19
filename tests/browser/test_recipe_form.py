"""The Train page's form in a real browser: a network is put together, counted, written as code, and trained."""

from playwright.sync_api import Page, expect

from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server

NARROW = {"width": 390, "height": 844}


def _open(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/train{query}")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()


def _slide_to_start(page: Page, name: str) -> None:
    page.get_by_role("slider", name=name).focus()
    page.keyboard.press("Home")


def test_a_convolutional_network_is_built_counted_and_trained(page: Page, server: Server) -> None:
    _open(page, server)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Add a block").click()
    filters = page.get_by_role("spinbutton", name="Filters")
    filters.fill("8")
    filters.press("Enter")
    expect(page.get_by_text("202,202")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show how").click()
    expect(page.get_by_text("3 × 3 × 1 × 8 + 8")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("tab", name="Data", exact=True).click()
    _slide_to_start(page, "Share of the pictures")
    page.keyboard.press("Escape")
    _slide_to_start(page, "Epochs")

    page.get_by_role("tab", name="Code").click()
    expect(page.get_by_text("layers.Conv2D(8, 3", exact=False)).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("Epoch 1: training loss", exact=False).first).to_be_visible(timeout=TRAINING_TIMEOUT_MS)


def test_the_train_button_is_in_sight_and_each_part_fits_a_phone(page: Page, server: Server) -> None:
    _open(page, server, "?hidden=512-256-128-64-32-16")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_in_viewport(ratio=1)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Add a block").click()
    expect(page.get_by_role("button", name="close icon")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
