"""Choosing a recipe in a real browser, whose closed popovers keep their controls' old values."""

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.server import Server
from training.recipe.recipes import RECIPES, Recipe
from training.runs.files import RunFiles


def each_after_each(names: list[str]) -> Iterator[str]:
    """A walk in which every name follows every other one once."""
    left = {name: [other for other in names if other != name] for name in names}
    path, walk = [names[0]], []
    while path:
        if left[path[-1]]:
            path.append(left[path[-1]].pop())
        else:
            walk.append(path.pop())
    return reversed(walk)


def open_all_controls(page: Page) -> None:
    """Open each part of "More", as somebody who looks what there is, and close it."""
    page.get_by_role("button", name="More", exact=True).click()
    for part, control in (("Network", "Dropout"), ("Learning", "Learning rate"), ("Data", "Share of the pictures")):
        page.get_by_role("tab", name=part, exact=True).click()
        expect(page.get_by_role("slider", name=control)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def choose(page: Page, recipe: str) -> None:
    page.locator(".st-key-train_recipe").get_by_text(recipe, exact=True).click()
    expect(page).to_have_url(re.compile(rf"[?&]recipe={recipe}(&lang=en)?$"))


def run_again(page: Page, tab: str) -> None:
    """Have the page run once more, with all that the browser sends for it."""
    page.get_by_role("tab", name=tab, exact=True).click()
    expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")
    if tab == "Code":
        expect(page.get_by_role("button", name="Python file")).to_be_visible()
    else:
        expect(page.get_by_role("button", name="Python file")).to_have_count(0)


def submitted(server: Server) -> list[Recipe]:
    """The recipes of all runs, newest first."""
    records = sorted(RunFiles(Path(server.runs)).records(), key=lambda record: record["added"], reverse=True)
    return [Recipe.from_dict(record["recipe"]) for record in records]


def test_every_recipe_replaces_every_other_one_whole_with_all_its_controls_open(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/train")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    walk = list(each_after_each(list(RECIPES)))
    assert len(walk) == len(RECIPES) * (len(RECIPES) - 1) + 1
    choose(page, walk[0])
    for number, recipe in enumerate(walk[1:]):
        open_all_controls(page)
        choose(page, recipe)
        run_again(page, ("Code", "Run")[number % 2])
        expect(page.get_by_text("Changed from")).to_have_count(0)
        expect(page).to_have_url(re.compile(rf"[?&]recipe={recipe}(&lang=en)?$"))


def test_the_run_is_the_recipe_that_was_chosen_last(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/train?recipe=deep-128")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    open_all_controls(page)
    choose(page, "tiny-16")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(".st-key-run_head").get_by_text("tiny-16", exact=True)).to_be_visible()
    assert submitted(server)[0] == RECIPES["tiny-16"]
    page.get_by_role("button", name="Stop and keep").click()


def test_what_is_changed_is_listed_before_it_is_trained(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/train?recipe=tiny-16")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("slider", name="Dropout").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    changes = page.locator(".st-key-recipe_changes")
    expect(changes).to_contain_text("Changed from tiny-16: Dropout 20 % → 0 %")
    page.get_by_role("slider", name="Epochs").focus()
    page.keyboard.press("Home")
    expect(changes).to_contain_text("Dropout 20 % → 0 % · Epochs 20 → 1")
