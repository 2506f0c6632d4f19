"""A learner's hour in one go: train, stop, go on, save, compare, take home, bring back, draw."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.pen import canvas, draw, expect_final
from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server

# Ten seconds or so, so that there is time to stop.
LESSON = "recipe=dense-128&batch_size=32&train_share=0.5&epochs=50"


def test_train_stop_go_on_compare_export_import_and_draw(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.url}/train?{LESSON}")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text(re.compile(r"Epoch \d+: training loss"))).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.get_by_role("button", name="Stop and keep").click()
    page.get_by_role("button", name="Resume").click(timeout=TRAINING_TIMEOUT_MS)
    expect(page.locator(".stMarkdownBadge", has_text="done")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    expect(page.get_by_text("Epoch 50: training loss", exact=False)).to_be_visible()

    page.get_by_role("textbox", name="Name").fill("Of my journey")
    page.get_by_role("textbox", name="Name").press("Tab")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved as “Of my journey”")).to_be_visible()
    (saved,) = server.store.glob("of-my-journey-*")

    page.get_by_role("link", name="Compare", exact=True).click()
    chosen = page.get_by_role("combobox", name="Runs and models")
    for entry in ("Of my journey", "dense-128 (model)"):
        chosen.fill(entry)
        page.get_by_role("option", name=re.compile(re.escape(entry))).first.click()
    legend = page.locator("[data-testid='stVegaLiteChart'] .role-legend-label text")
    expect(legend).to_have_text(["dense-128, changed", "Of my journey", "dense-128"])

    page.goto(f"{server.url}/models?model={saved.name}")
    page.get_by_role("button", name=re.compile("HDF5|h5")).click()
    made = page.get_by_role("link", name=re.compile("HDF5|h5"))
    expect(made).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    with page.expect_download() as download:
        made.click()
    file = tmp_path / "home.h5"
    download.value.save_as(file)

    page.goto(f"{server.url}/models")
    page.get_by_text("Import a model").click()
    page.locator("input[type=file]").set_input_files(file)
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_have_value("home")
    name.fill("Back again")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("“Back again” is imported.")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)

    (back,) = server.store.glob("back-again-*")
    page.goto(f"{server.url}/?model={back.name}")
    expect(canvas(page)).to_be_visible()
    draw(page, 7)
    expect_final(page, "7")
