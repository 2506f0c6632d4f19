"""The Train page in a real browser: train, watch, save, and draw with what was trained."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.pen import draw, expect_final
from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server


def _set_epochs(page: Page, epochs: int) -> None:
    slider = page.get_by_role("slider", name="Epochs")
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(epochs - 1):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_value(str(epochs))


def _start(page: Page, server: Server, epochs: int, query: str = "") -> None:
    page.goto(f"{server.url}/train?{query}")
    expect(page.get_by_text("101,770")).to_be_visible()
    _set_epochs(page, epochs)
    page.get_by_role("button", name="Train", exact=True).click()


def test_train_one_epoch_see_the_curve_save_and_draw_with_it(page: Page, server: Server) -> None:
    _start(page, server, epochs=1)
    expect(page.get_by_text("Test accuracy", exact=True)).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    expect(page.get_by_text("Epoch 1: training loss", exact=False)).to_be_visible()
    expect(page.locator("[data-testid='stVegaLiteChart'] svg")).to_have_count(2)

    page.get_by_role("textbox", name="Name").fill("My first net")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Draw with it").click()
    expect(page.get_by_role("combobox", name="Model")).to_have_value(re.compile("My first net"))
    with page.expect_request(lambda request: "model=my-first-net-" in request.url):
        draw(page, 7)
    expect_final(page, "7")


def test_a_run_goes_on_while_its_page_is_away_and_is_there_after_a_reload(page: Page, server: Server) -> None:
    _start(page, server, epochs=50)
    expect(page.get_by_text(re.compile(r"epoch \d+ of 50"))).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.reload()
    expect(page.get_by_text("of 50", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".stMarkdownBadge", has_text="stopped")).to_be_visible()


def test_downloads_are_the_trained_network(page: Page, server: Server, tmp_path: Path) -> None:
    _start(page, server, epochs=1)
    expect(page.get_by_text("Test accuracy", exact=True)).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.get_by_role("tab", name="Keras summary").click()
    for suffix, magic in (("keras", b"PK"), ("h5", b"\x89HDF")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f".{suffix}").click()
        download.value.save_as(tmp_path / "file")
        assert (tmp_path / "file").read_bytes().startswith(magic)


def test_a_stopped_run_goes_on_and_somebody_with_its_link_watches(page: Page, browser: Browser, server: Server) -> None:
    # Takes minutes: it runs until it is stopped.
    _start(page, server, epochs=50, query="recipe=dense-128&batch_size=8")
    expect(page.get_by_text(re.compile(r"Epoch \d+: training loss"))).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.get_by_role("button", name="Stop and keep").click()
    page.get_by_role("button", name="Resume").click(timeout=TRAINING_TIMEOUT_MS)
    expect(page.locator(".stMarkdownBadge", has_text="running")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.mouse.move(0, 0)  # away from the button below it, whose help would lie over "Share"
    page.get_by_role("button", name="Share").click()
    link = page.locator("code", has_text="?run=").inner_text()

    somebody = browser.new_context(locale="en-US").new_page()
    somebody.goto(link)
    expect(somebody.locator(".stMarkdownBadge", has_text="running")).to_be_visible()
    expect(somebody.get_by_role("button", name="Stop and keep")).to_have_count(0)
    somebody.context.close()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Stop and keep").click()
    expect(page.locator(".stMarkdownBadge", has_text="stopped")).to_be_visible()


def test_a_run_is_paused_given_a_smaller_rate_resumed_and_tried_again(page: Page, server: Server) -> None:
    _start(page, server, epochs=12, query="train_share=0.5")
    badge = page.locator(".stMarkdownBadge")
    expect(page.get_by_text(re.compile(r"epoch [2-9] of 12"))).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(badge.filter(has_text="paused")).to_be_visible()

    page.get_by_role("button", name="0.001", exact=False).click()
    slider = page.get_by_role("slider", name="Learning rate").last
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_test_id("stPopoverBody").get_by_text("0.0002", exact=True)).to_be_visible()
    page.get_by_role("button", name="Change it").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Resume").click()
    expect(badge.filter(has_text="done")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    curves = page.get_by_test_id("stVegaLiteChart")
    expect(curves.first.locator("svg text").filter(has_text="0.0002")).to_be_visible()

    page.get_by_role("button", name="Another try").click()
    expect(page.get_by_text("same start, same seed. Change one thing.")).to_be_visible()
    _set_epochs(page, 2)
    expect(page.get_by_text("Epochs 12 → 2")).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("epoch 2 of 2")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    expect(badge.filter(has_text="done")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    expect(curves.first.locator("svg path[stroke='#8b93a7']").first).to_be_visible()


def test_what_is_kept_is_for_the_server_alone(page: Page, server: Server) -> None:
    _start(page, server, epochs=1, query="train_share=0.05")
    page.get_by_role("button", name="Save", exact=True).click(timeout=TRAINING_TIMEOUT_MS)
    expect(page.get_by_text("Saved as")).to_be_visible()
    kept = [path for folder in (server.runs, server.store) for path in (folder, *folder.rglob("*"))]
    assert len(kept) > 8
    assert [path for path in kept if path.stat().st_mode & 0o077] == []
