"""A learner walks a lesson from a link, finds their progress again after a reload, and trains in it."""

import re

from playwright.sync_api import Page, expect

from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server


def expect_step(page: Page, title: str, number: int, total: int = 12) -> None:
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text(f"step {number} of {total}")).to_be_visible()


def test_a_lesson_is_walked_from_a_link_and_its_progress_is_there_after_a_reload(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/lessons?lesson=dense-512&step=labels")
    expect_step(page, "Look at the labels", 2)
    expect(page.get_by_text("[7 2 1 ... 4 5 6]")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect_step(page, "See a picture", 3)
    expect(page.get_by_role("img", name="Label 7")).to_be_visible()
    there = page.get_by_role("link", name="Open Data")
    expect(there).to_have_attribute("href", "./data?dataset=mnist&view=image&part=test&image=0&lang=en")
    page.get_by_role("button", name="Next").press("Enter")
    expect_step(page, "Prepare the pictures", 4)

    page.reload()
    expect_step(page, "Prepare the pictures", 4)
    expect(page.get_by_role("radio", name="2 Look at the labels ✓")).to_be_visible()
    page.get_by_role("radio", name="5 Build the network").click()
    expect_step(page, "Build the network", 5)
    expect(page).to_have_url(re.compile("lesson=dense-512&step=build"))
    page.get_by_role("button", name="All lessons").click()
    expect(page.get_by_text("2 of 12 steps")).to_be_visible()


def test_a_step_trains_its_network_and_the_next_one_tells_what_it_came_to(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/lessons?lesson=dense-128&step=fit")
    expect_step(page, "Train it", 8, 10)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(".stMarkdownBadge", has_text="done")).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    page.get_by_role("button", name="Next").click()
    expect_step(page, "Test it", 9, 10)
    expect(page.get_by_text("Your own training")).to_be_visible()
    expect(page.get_by_text("Over 90 %: it has learnt to read.")).to_be_visible()


def test_the_browsers_back_goes_a_step_back_and_forward_on_again(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/lessons")
    page.get_by_role("button", name="Start").nth(1).click()
    expect_step(page, "Load the data", 1)
    for number, title in ((2, "Look at the labels"), (3, "See a picture")):
        page.get_by_role("button", name="Next").click()
        expect_step(page, title, number)
    page.go_back()
    expect_step(page, "Look at the labels", 2)
    page.go_back()
    expect_step(page, "Load the data", 1)
    page.go_forward()
    expect_step(page, "Look at the labels", 2)
    page.go_back()
    page.go_back()
    expect(page.get_by_role("button", name="Start").first).to_be_visible()
