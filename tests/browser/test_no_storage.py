"""A browser that keeps nothing: cookies are off, or the page is embedded, and merely to look at a storage throws."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pen import draw, expect_final, open_draw_page
from tests.server import Server

ERRORS = {
    "chromium": "get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); }",
    "another": "get() { throw new Error('The operation is insecure.'); }",
    "null": "get() { return null; }",
}


@pytest.mark.parametrize("getter", ERRORS.values(), ids=ERRORS.keys())
def test_lens_answers_and_hints_come_and_go(page: Page, server: Server, console_errors: list[str], getter: str) -> None:
    page.add_init_script(
        f"""for (const name of ["sessionStorage", "localStorage"])
              Object.defineProperty(window, name, {{ configurable: true, {getter} }});"""
    )
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    expect(page.locator(".lens-hint")).to_contain_text("What happened to your drawing?")
    page.get_by_role("button", name="Do not show this hint again").click()
    expect(page.locator(".lens-hint")).to_be_hidden()
    page.get_by_role("link", name="Inside").first.click()
    expect(page.get_by_text("A sample 7")).to_be_visible()
    page.get_by_role("link", name="Draw").first.click()
    expect_final(page, "7")
    assert console_errors == []
