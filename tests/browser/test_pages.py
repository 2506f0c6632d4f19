"""Every page opens from the navigation, and none brings into the web process what has no place there."""

import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pen import open_draw_page
from tests.server import Server

# Each page, and something of its own that shows when it is drawn.
PAGES = {
    "Lessons": "A first network",
    "Data": "The first 20 test images",
    "Train": "101,770",
    "Compare": "Try these 8",
    "Evaluate": "Confusion",
    "Inside": "Why this answer?",
    "Models": "Import a model",
    "Draw": "Or try one of these",
}
# TensorFlow makes each run of a page half a second longer; the others are a matter of memory.
FOREIGN = ("/tensorflow/", "/sklearn/", "/cv2/", "/h5py/")


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has loaded is told by Linux's /proc")
def test_all_pages_are_visited_without_an_error_or_a_heavy_library(
    page: Page, server: Server, console_errors: list[str]
) -> None:
    open_draw_page(page, server.url)
    for name, words in PAGES.items():
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_text(words).first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    loaded = {place.path for place in server.process.memory_maps()}
    assert [path for path in loaded if any(library in path for library in FOREIGN)] == []
    assert console_errors == []
