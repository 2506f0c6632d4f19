"""The Models page in a real browser: rename, delete, undo, compare, share."""

import re

import pytest
from playwright.sync_api import Page, expect

from base.identity import COOKIE, visitor_digest
from model_store import ModelCard, read_model, save_model
from tests.browser.pen import answer
from tests.model_store.cards import card
from tests.server import Server
from training.recipe.recipes import RECIPES


def _saved_by(page: Page, server: Server, monkeypatch: pytest.MonkeyPatch) -> ModelCard:
    """A model in the server's store that belongs to this page's visitor."""
    page.goto(f"{server.url}/models")
    expect(page.locator(".model-row").first).to_be_visible()
    (cookie,) = [each["value"] for each in page.context.cookies() if each["name"] == COOKIE]
    visitor = cookie.partition(".")[0]
    content = read_model("tiny-16")
    monkeypatch.setenv("DIGITLAB_STORE", str(server.store))
    recipe = RECIPES["tiny-16"].to_dict()
    return save_model(content, card(name="Models page net", recipe=recipe), owner=visitor_digest(visitor))


def test_rename_delete_undo_compare_and_share(page: Page, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = _saved_by(page, server, monkeypatch)
    page.goto(f"{server.url}/models?model={saved.id}")
    title = page.locator(".model-title")
    expect(title).to_have_text("Models page net")

    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name", exact=True).fill("A better name")
    page.get_by_label("Name", exact=True).press("Tab")
    page.get_by_role("button", name="Rename").last.click()
    expect(title).to_have_text("A better name")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("“A better name” is deleted.")).to_be_visible()
    expect(page.locator(".model-row").first).to_be_visible()
    expect(page.locator(".model-about", has_text="A better name")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(title).to_have_text("A better name")

    page.get_by_role("combobox", name="Compare with").click()
    page.get_by_role("option", name=re.compile("dense-128")).click()
    expect(page.locator(".model-comparison tbody")).to_contain_text("97.14 %")
    expect(page.locator(".model-comparison tbody")).to_contain_text("Hidden layers")
    expect(page).to_have_url(re.compile("with=dense-128"))

    page.get_by_role("button", name="Share").click()
    links = page.locator("[data-testid=stPopoverBody] code")
    expect(links).to_have_text([f"{server.url}/?model={saved.id}", f"{server.url}/models?model={saved.id}"])
    page.goto(links.first.inner_text())
    expect(answer(page)).to_be_attached()
    expect(page.get_by_role("combobox", name="Model")).to_have_value(re.compile("A better name"))
