"""The projector view: by a button, a key or the address; out of it by the same button, P or Esc."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pen import answer, draw, expect_final, open_draw_page
from tests.server import Server

PROJECTOR = re.compile(r"[?&]view=projector")


def _expect_view(page: Page) -> None:
    expect(page.get_by_role("button", name="Leave the projector view")).to_be_visible()
    expect(page.get_by_role("link", name="Train")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Language")).to_be_hidden()
    expect(page).to_have_url(PROJECTOR)


def _expect_usual(page: Page) -> None:
    expect(page.get_by_role("link", name="Train").first).to_be_visible()
    expect(page.get_by_role("combobox", name="Language")).to_be_visible()
    expect(page).not_to_have_url(PROJECTOR)


def test_the_button_leads_into_the_view_and_back_and_the_drawing_stays(
    page: Page, server: Server, console_errors: list[str]
) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Projector view").click()
    _expect_view(page)
    expect_final(page, "7")
    page.get_by_role("button", name="Leave the projector view").click()
    _expect_usual(page)
    expect_final(page, "7")
    assert console_errors == []


def test_the_keys_lead_into_the_view_and_back(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    page.keyboard.press("p")
    _expect_view(page)
    page.keyboard.press("p")
    _expect_usual(page)
    page.keyboard.press("p")
    _expect_view(page)
    page.keyboard.press("Escape")
    _expect_usual(page)
    page.keyboard.press("Control+p")
    expect(page).not_to_have_url(PROJECTOR)


def test_a_p_that_is_typed_into_a_field_is_a_letter(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    page.get_by_role("combobox", name="Model").click()
    page.keyboard.type("p")
    page.keyboard.press("Escape")
    draw(page, 1)
    expect_final(page, "1")
    expect(page).not_to_have_url(PROJECTOR)


def test_the_address_opens_the_view_and_any_other_view_is_the_usual_page(page: Page, server: Server) -> None:
    open_draw_page(page, f"{server.url}/?view=projector")
    _expect_view(page)
    open_draw_page(page, f"{server.url}/?view=%3Cscript%3E")
    _expect_usual(page)
    expect(answer(page)).to_be_visible()
