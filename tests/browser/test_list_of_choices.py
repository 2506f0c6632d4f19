"""A list of choices that is typed into while the page still answers the choice before."""

import re

from playwright.sync_api import Page, expect

from tests.server import Server


def test_a_rerun_keeps_what_is_typed_into_the_list_of_runs_and_models(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compare")
    typed = page.get_by_role("combobox", name="Runs and models")
    typed.fill("tiny-16")
    first = page.get_by_role("option", name=re.compile("^tiny-16"))
    expect(first).to_be_visible()
    server.process.suspend()  # as on a busy machine: the second name is typed before the first choice is answered
    try:
        first.click()
        typed.fill("dense-128")
    finally:
        server.process.resume()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    expect(typed).to_have_value("dense-128")
    expect(page.get_by_role("option")).to_have_text(["dense-128 (model)"])


def test_the_list_of_runs_and_models_does_not_offer_to_select_all(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compare")
    page.get_by_role("combobox", name="Runs and models").click()
    expect(page.get_by_role("option", name=re.compile("^tiny-16"))).to_be_visible()
    expect(page.get_by_role("option", name="Select all")).to_have_count(0)
