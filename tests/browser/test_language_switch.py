"""A switch of the language leaves no word in the old one: the page reads as if it had been opened so."""

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.layout_shift import wait_until_settled, watch_shifts
from tests.conftest import VIEWPORT
from tests.server import Server

PATIENCE_S = 60.0
LANGUAGES = {"zh-TW": "繁體中文", "zh-CN": "简体中文", "en": "English"}
PATHS = ["", "evaluate?model=tiny-16", "inside", "lessons", "data", "compare", "models", "models?model=tiny-16"]
# Every text of the page, and every word for screen readers; open shadow roots too.
_TEXTS = """() => {
  const found = [document.title];
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE && node.textContent.trim()) found.push(node.textContent.trim());
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return;
    if (["STYLE", "SCRIPT"].includes(node.tagName) || node.id === "first-paint") return;
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      if (node.getAttribute?.(name)) found.push(`${name}: ${node.getAttribute(name)}`);
    }
    if (node.shadowRoot) visit(node.shadowRoot);
    node.childNodes.forEach(visit);
  };
  visit(document.querySelector(".stApp"));
  return [...new Set(found)].sort();
}"""


@pytest.mark.parametrize("path", PATHS)
def test_a_page_reads_the_same_after_a_switch_as_opened_so(
    page: Page, browser: Browser, server: Server, path: str
) -> None:
    fresh = {language: _opened(browser, server, path, language) for language in LANGUAGES}
    page.goto(_address(server, path, "en"))
    _expect_texts(page, fresh["en"])
    for language, name in LANGUAGES.items():
        page.locator(".st-key-language_switch input").click()
        page.get_by_role("option", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        _expect_texts(page, fresh[language])


def _address(server: Server, path: str, language: str) -> str:
    return f"{server.url}/{path}{'&' if '?' in path else '?'}lang={language}"


def _opened(browser: Browser, server: Server, path: str, language: str) -> set[str]:
    """The texts of a new visitor's page, once they stay."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-US")
    page = context.new_page()
    watch_shifts(page)
    page.goto(_address(server, path, language))
    wait_until_settled(page)
    texts = _texts(page)
    context.close()
    return texts


def _expect_texts(page: Page, wanted: set[str]) -> None:
    until = time.monotonic() + PATIENCE_S
    while (texts := _texts(page)) != wanted and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert (sorted(texts - wanted), sorted(wanted - texts)) == ([], [])


def _texts(page: Page) -> set[str]:
    return set(page.evaluate(_TEXTS) if page.locator(".stApp").count() else [])
