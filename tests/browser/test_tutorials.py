"""The five tutorials as their readers do them, in the real page: train, evaluate, save, load, and the same numbers."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from benchmarks.recipes import SLACK, STOCK_KERAS
from tests.browser.pen import DIGITS, expect_final, open_draw_page
from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server

IMPORT_TIMEOUT_MS = 90_000


def choose(page: Page, server: Server, recipe: str, parameters: str) -> None:
    """Open the Train page as a new visitor and choose a recipe."""
    page.goto(f"{server.url}/train")
    page.get_by_text(recipe, exact=True).first.click()
    expect(page.get_by_text(f"{parameters} parameters")).to_be_visible()


def train(page: Page) -> None:
    """Press Train, and wait until the run is done; the one before it, done as well, stands there until it begins."""
    button = page.get_by_role("button", name="Train", exact=True)
    button.click()
    expect(button).to_be_disabled()
    expect(page.locator(".stMarkdownBadge", has_text="done")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)


def figure(page: Page, name: str) -> float:
    """A figure of the result, by its name: a share in percent, or a loss."""
    metric = page.get_by_test_id("stMetric").filter(has_text=name).get_by_test_id("stMetricValue")
    return float(metric.inner_text().removesuffix("%").strip())


def assert_test_accuracy_is_stock_keras(page: Page, recipe: str) -> None:
    lowest, highest = STOCK_KERAS[recipe]
    assert lowest - SLACK <= figure(page, "Test accuracy") <= highest + SLACK


def epoch_lines(page: Page) -> list[list[str]]:
    """The cells of "Epoch by epoch", a row an epoch."""
    page.get_by_role("tab", name="Epoch by epoch").click()
    table = page.locator("[data-testid='stDataFrame'] table")  # what a screen reader has of the drawn one
    expect(table).to_be_attached()
    rows: list[list[str]] = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td, th')].map(cell => cell.textContent))"
    )
    return rows


def summary(page: Page) -> str:
    """Keras' own summary."""
    page.get_by_role("tab", name="Keras summary").click()
    return page.locator("pre", has_text="Total params").inner_text()


def download(page: Page, suffix: str, folder: Path) -> Path:
    """Take the trained network home, as a file of the tutorial's name."""
    with page.expect_download() as started:
        page.get_by_role("button", name=f".{suffix}").click()
    file = folder / f"taken-home.{suffix}"
    started.value.save_as(file)
    return file


def load(page: Page, server: Server, file: Path, name: str) -> float:
    """Give a file to the Models page, and wait for what it makes of it: its test accuracy in percent."""
    page.goto(f"{server.url}/models")
    page.get_by_text("Import a model").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Name").press("Tab")
    page.get_by_role("button", name="Import").click()
    sentence = page.get_by_text("of the test pictures right", exact=False)
    expect(sentence).to_be_visible(timeout=IMPORT_TIMEOUT_MS)
    found = re.search(r"([\d.]+)\u00a0%", sentence.inner_text())
    assert found is not None
    return float(found[1])


def photograph_of(digit: int) -> bytes:
    """A JPEG of a digit in dark ink on white paper, as a telephone takes it."""
    paper = Image.new("RGB", (640, 480), (228, 224, 214))
    pen = ImageDraw.Draw(paper)
    for stroke in DIGITS[digit]:
        pen.line([(120 + x * 400, 40 + y * 400) for x, y in stroke], fill=(40, 44, 70), width=22, joint="curve")
    buffer = io.BytesIO()
    paper.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def test_dense_128_trains_with_a_line_an_epoch_and_learns_more_than_nine_of_ten(page: Page, server: Server) -> None:
    choose(page, server, "dense-128", "101,770")
    train(page)
    lines = epoch_lines(page)
    assert [line[0] for line in lines] == ["1", "2", "3", "4", "5"]
    assert all(0.85 < float(line[4]) < 1 for line in lines), "validation accuracy in each line"
    assert figure(page, "Test accuracy") > 90
    assert_test_accuracy_is_stock_keras(page, "dense-128")


def test_dense_512_trains_and_its_gap_between_training_and_test_is_named(page: Page, server: Server) -> None:
    choose(page, server, "dense-512", "407,050")
    train(page)
    assert_test_accuracy_is_stock_keras(page, "dense-512")
    assert float(epoch_lines(page)[-1][1]) == pytest.approx(0.0354, abs=0.008), "the tutorial's last loss"
    expect(page.get_by_text(re.compile(r"Training 99\.\d+\s%, test 9[78]\.\d+\s%.*overfitting"))).to_be_visible()


def test_fashion_128_is_saved_as_h5_loaded_back_and_changed(page: Page, server: Server, tmp_path: Path) -> None:
    choose(page, server, "fashion-128", "101,770")
    page.get_by_role("button", name="Show how").click()
    expect(page.get_by_text("784 × 128 + 128")).to_be_visible()
    page.keyboard.press("Escape")
    train(page)
    assert_test_accuracy_is_stock_keras(page, "fashion-128")
    text = summary(page)
    assert all(part in text for part in ("(None, 128)", "100,480", "1,290")), text
    trained = figure(page, "Test accuracy")
    file = download(page, "h5", tmp_path)
    assert load(page, server, file, "fashion_mnist_model") == pytest.approx(trained, abs=0.051)

    page.goto(f"{server.url}/train?recipe=fashion-128&hidden=256-128&learning_rate=0.002&batch_size=64&epochs=1")
    expect(page.get_by_text("235,146 parameters")).to_be_visible()
    train(page)
    assert figure(page, "Test accuracy") > 80


def test_tiny_16_is_saved_as_keras_loaded_and_reads_a_photograph(page: Page, server: Server, tmp_path: Path) -> None:
    choose(page, server, "tiny-16", "13,002")
    train(page)
    assert_test_accuracy_is_stock_keras(page, "tiny-16")
    curves = page.locator("[data-testid='stVegaLiteChart'] svg").first
    expect(curves.get_by_text("Epoch")).to_be_visible()
    expect(curves.get_by_text("Validation").first).to_be_visible()
    dropout = next(line for line in summary(page).splitlines() if "dropout" in line.lower())
    assert re.search(r"\b0\b", dropout), dropout
    trained = figure(page, "Test accuracy")
    file = download(page, "keras", tmp_path)
    assert load(page, server, file, "model") == pytest.approx(trained, abs=0.051)

    open_draw_page(page, server.url)
    page.get_by_role("combobox", name="Model").fill("model")
    page.get_by_role("option", name=re.compile("^model")).click()
    page.get_by_role("button", name="Photograph").click()
    picture = {"name": "handwritten_digit.jpg", "mimeType": "image/jpeg", "buffer": photograph_of(7)}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(picture)  # type: ignore[arg-type]
    expect_final(page, "7")


def test_deep_128_trains_and_many_more_epochs_show_where_overfitting_starts(page: Page, server: Server) -> None:
    choose(page, server, "deep-128", "118,282")
    train(page)
    assert len(epoch_lines(page)) > 1
    assert page.locator("[data-testid='stDataFrame'] table").get_attribute("aria-rowcount") == "11", "and the heading"
    assert_test_accuracy_is_stock_keras(page, "deep-128")

    # So few pictures that any machine's rounding leads to overfitting beyond doubt: eight of eight seeds did.
    page.goto(f"{server.url}/train?recipe=deep-128&validation=split&train_share=0.05&epochs=25")
    expect(page.get_by_text("118,282 parameters")).to_be_visible()
    train(page)
    expect(page.get_by_text(re.compile("[Oo]verfitting starts")).first).to_be_visible()
