"""Take the pictures of README.md and docs/tour.md anew: `make screenshots`, in a real browser."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from base.settings import ROOT
from tests.browser.pen import DIGITS, draw, draw_strokes, expect_final, open_draw_page, side_by_side
from tests.server import Server
from tools import chromium

FOLDER = ROOT / "docs" / "images"
TRAINING_TIMEOUT_MS = 120_000
PATIENCE_MS = 30_000
# The script of the page has ended, and nothing of an earlier run is left.
_IS_UP_TO_DATE = """() => document.querySelector(".stApp").dataset.testScriptState === "notRunning"
  && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")"""


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for scheme, language in (("light", "en"), ("dark", "zh-TW")):
            _take_draw(_visitor(browser, scheme, 1280, 720), server.url, language, f"draw-{scheme}-{language}")
            _take_train(_visitor(browser, scheme, 1280, 720), server.url, language, f"train-{scheme}-{language}")
        _take_number(_visitor(browser, "light", 1280, 720), server.url, "en", "light-en")
        _take_why(_visitor(browser, "light", 1280, 720), server.url, "en", "why-light-en")
        _take_draw(_visitor(browser, "light", 390, 844), server.url, "zh-CN", "draw-phone-zh-CN")
        _take_pinned(_visitor(browser, "light", 1280, 720), server.url, "pinned-light-en")
        _take_code(_visitor(browser, "dark", 1280, 720), server.url, "code-dark-zh-TW")
        _take_race(_visitor(browser, "light", 1280, 720), server.url, "compare-light-en")
        _take_evaluate(_visitor(browser, "light", 1280, 720), server.url, "evaluate-light-en")
        _take_models(_visitor(browser, "light", 1280, 720), server.url, "models-light-en")
        _take_data(_visitor(browser, "light", 1280, 720), server.url, "data-light-en")
        _take_lessons(_visitor(browser, "light", 1280, 720), server.url, "lessons-light-en")
        _take_inside(_visitor(browser, "light", 1280, 720), server.url, "inside-light-en")
        browser.close()


def _visitor(browser: Browser, scheme: str, width: int, height: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    return context.new_page()


def _take_draw(page: Page, url: str, language: str, name: str) -> None:
    open_draw_page(page, f"{url}/?lang={language}")
    draw(page, 7)
    expect_final(page, "7")
    expect(page.locator(".lens-steps img:visible")).to_have_count(4)
    _save(page, name)


def _take_number(page: Page, url: str, language: str, name: str) -> None:
    """A number, each of its digits in its box; then what other models make of it, and of the tutorial's way."""
    open_draw_page(page, f"{url}/?lang={language}")
    draw_strokes(page, side_by_side((4, 2, 7), 0.4))
    expect_final(page, "427")
    _save(page, f"number-{name}")
    page.get_by_role("switch", name="Compare models").locator("xpath=ancestor::label").click()
    expect(page.locator(".lens-compare td").last).to_contain_text("%")
    _save(page, f"comparison-{name}")


def _take_why(page: Page, url: str, language: str, name: str) -> None:
    """A small digit in a corner, read without being cropped, beside all steps and the tutorials' way."""
    open_draw_page(page, f"{url}/?lang={language}&why=1&model=dense-128")
    draw_strokes(page, [[(0.05 + x * 0.3, 0.05 + y * 0.3) for x, y in stroke] for stroke in DIGITS[2]])
    expect_final(page, "2")
    page.locator(".lens-steps input").nth(1).click()
    expect(page.locator(".lens-compare td .lens-other")).to_have_count(2)
    _save(page, name)


def _take_train(page: Page, url: str, language: str, name: str) -> None:
    page.goto(f"{url}/train?lang={language}")
    page.locator("button[kind='primary']").first.click()
    expect(page.locator(".st-key-run_result [data-testid='stMetricValue']").first).to_contain_text(
        "%", timeout=TRAINING_TIMEOUT_MS
    )
    expect(page.locator(".st-key-train_save")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    _save(page, name)


def _take_pinned(page: Page, url: str, name: str) -> None:
    """Three drawings pinned, and what a network made of them while it learnt."""
    open_draw_page(page, f"{url}/?lang=en")
    for pinned, digit in enumerate((7, 4, 2), start=1):
        draw(page, digit)
        expect_final(page, str(digit))
        page.get_by_role("button", name="Pin for training").click()
        expect(page.get_by_role("button", name=f"Pinned: {pinned} of 6")).to_be_visible()
        page.get_by_test_id("tool-clear").click()
        expect(page.get_by_test_id("answer")).to_have_attribute("data-state", "blank")
    page.get_by_role("link", name="Train", exact=True).click()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(".st-key-train_save")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.locator(".pinned-table").scroll_into_view_if_needed()
    _save(page, name)


def _take_code(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/train?lang=zh-TW&recipe=tiny-16")
    page.get_by_role("tab").nth(1).click()
    expect(page.locator("pre", has_text="Dropout")).to_be_visible()
    _save(page, name)


def _take_race(page: Page, url: str, name: str) -> None:
    """Eight small trainings over each other."""
    page.goto(f"{url}/train?lang=en&recipe=dense-128&epochs=6&train_share=0.2")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_role("button", name="Try these 8").click()
    expect(page.get_by_text("Best: ", exact=False)).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    _save(page, name)


def _take_evaluate(page: Page, url: str, name: str) -> None:
    """What a network takes for what, and the images behind the most frequent mistake."""
    page.goto(f"{url}/evaluate?lang=en&model=dense-128&view=confusion")
    expect(page.locator(".image-strip img").first).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    _save(page, name)


def _take_models(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/models?lang=en")
    expect(page.get_by_text("Digits (convolutional)")).to_be_visible()
    _save(page, name)


def _take_data(page: Page, url: str, name: str) -> None:
    """A drawing among 2,000 images, as t-SNE lays them out."""
    open_draw_page(page, f"{url}/?lang=en")
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Pin for training").click()
    expect(page.get_by_role("button", name="Pinned: 1 of 6")).to_be_visible()
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("radio", name="Map", exact=True).click()
    page.get_by_role("radio", name="t-SNE", exact=True).click()
    expect(page.get_by_text("your drawing is placed at the mean")).to_be_visible()
    progress = page.get_by_text("Making the map")
    expect(progress).to_be_visible()
    expect(progress).to_be_hidden(timeout=TRAINING_TIMEOUT_MS)
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    _save(page, name)


def _take_lessons(page: Page, url: str, name: str) -> None:
    """A step with a result, after one that is done."""
    page.goto(f"{url}/lessons?lang=en&lesson=dense-128&step=flatten")
    expect(page.get_by_text("784 pixels")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("[0, 0, 0, 1, 0, 0, 0, 0, 0, 0]")).to_be_visible()
    _save(page, name)


def _take_inside(page: Page, url: str, name: str) -> None:
    """A digit's way through a convolutional network, with one filter opened; then why, and what would flip it."""
    page.goto(f"{url}/inside?lang=en")
    page.locator(".network section").nth(1).get_by_role("button").nth(7).click()
    expect(page.locator(".image-strip img")).to_have_count(9, timeout=TRAINING_TIMEOUT_MS)
    page.evaluate("window.scrollTo(0, 0)")
    _save(page, name)
    for view in ("why", "flip"):
        page.goto(f"{url}/inside?lang=en&model=dense-128&view={view}")
        expect(page.locator(".color-legend")).to_be_visible()
        _save(page, f"inside-{view}-light-en")


def _save(page: Page, name: str) -> None:
    page.mouse.move(2, 2)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(_IS_UP_TO_DATE)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main()
