"""A model taken home in another format, and a network from elsewhere taken in, in a real browser."""

from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.pen import draw, expect_final
from tests.conversion.foreign_samples import saved, tutorial_network
from tests.server import Server

CONVERSION_TIMEOUT_MS = 120_000


def test_an_export_is_made_checked_and_downloaded(page: Page, server: Server, tmp_path: Path) -> None:
    """Of a model that no other test of the shared server exports."""
    page.goto(f"{server.url}/models?model=deep-128")
    page.get_by_role("button", name="ONNX").click()
    made = page.get_by_role("link", name="ONNX")
    expect(made).to_be_visible(timeout=CONVERSION_TIMEOUT_MS)
    expect(page.get_by_text("Same answer for 100 of 100 test pictures", exact=False)).to_be_visible()
    with page.expect_download() as download:
        made.click()
    download.value.save_as(tmp_path / "deep-128.onnx")
    assert download.value.suggested_filename == "deep-128.onnx"
    assert _answer(tmp_path / "deep-128.onnx").shape == (3, 10)


def test_a_tutorials_file_is_taken_in_and_draws(page: Page, server: Server, tmp_path: Path) -> None:
    path = saved(tutorial_network("dense-128"), tmp_path / "model.h5")
    page.goto(f"{server.url}/models")
    page.get_by_text("Import a model").click()
    page.locator("input[type=file]").set_input_files(path)
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_have_value("model")
    name.fill("From my tutorial")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("“From my tutorial” is imported.")).to_be_visible(timeout=CONVERSION_TIMEOUT_MS)
    expect(page.get_by_text("Imported from model.h5", exact=False)).to_be_visible()
    (adopted,) = server.store.glob("from-my-tutorial-*")
    with page.expect_request(lambda request: f"model={adopted.name}" in request.url):
        page.goto(f"{server.url}/?model={adopted.name}")
        draw(page, 7)
    expect_final(page, "7")


def _answer(path: Path) -> np.ndarray:
    from onnx.reference import ReferenceEvaluator

    images = np.zeros((3, 28, 28), np.float32)
    return np.asarray(ReferenceEvaluator(str(path)).run(["probabilities"], {"images": images})[0])
