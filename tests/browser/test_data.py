"""The Data page in a real browser: a map whose points show their pictures, with the visitor's own drawing on it."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.pen import draw, expect_final, open_draw_page
from tests.server import Server

# A process starts, loads a data set and makes 750 steps.
TSNE_MS = 90_000


def test_points_of_both_maps_show_their_pictures_and_a_pinned_digit_is_among_them(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Pin for training").click()
    expect(page.get_by_role("button", name="Pinned: 1 of 6")).to_be_visible()
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("radio", name="Map", exact=True).click()
    expect(_map(page)).to_be_visible()
    expect(page.get_by_text("Draw a digit first")).to_have_count(0)
    _expect_picture_under_the_mouse(page)

    page.get_by_role("radio", name="t-SNE", exact=True).click()
    expect(page.get_by_text("your drawing is placed at the mean of the 5 images most like it")).to_be_visible()
    expect(page.get_by_text("Making the map")).to_be_visible()
    expect(page.get_by_text("Making the map")).to_have_count(0, timeout=TSNE_MS)
    expect(_map(page)).to_be_visible()
    _expect_picture_under_the_mouse(page)
    page.mouse.down()
    page.mouse.up()
    page.get_by_role("button", name="See its numbers").click()
    expect(page.locator(".pixel-numbers")).to_be_visible()


def _map(page: Page) -> Locator:
    return page.get_by_test_id("stVegaLiteChart")


def _expect_picture_under_the_mouse(page: Page) -> None:
    """Point about the middle of the map, where there are many images, until one shows its picture."""
    picture = page.locator("#vg-tooltip-element.visible img")
    box = _map(page).bounding_box()
    assert box is not None
    for step in range(200):
        across, down = 0.3 + 0.4 * (step % 20) / 20, 0.3 + 0.4 * (step // 20) / 10
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        if picture.is_visible():
            break
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 28)
    expect(picture).to_have_css("width", "112px")
