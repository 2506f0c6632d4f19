"""What stands around every page: titles, language, the way through the pages, and a lost connection."""

from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.pen import answer, draw, expect_final, open_draw_page
from tests.server import Server

WAY = ["Draw", "Train", "Evaluate", "Inside"]
OTHERS = ["Lessons", "Data", "Compare", "Models"]


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that these tests may kill; each leaves it running."""
    with Server(tmp_path_factory.mktemp("own-server")) as running:
        yield running


def strip(page: Page) -> Locator:
    return page.locator("#connection")


def test_tabs_are_titled_by_their_page_and_in_the_visitors_language(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    expect(page).to_have_title("Draw – Digit Lab")
    page.get_by_role("link", name="Train", exact=True).click()
    expect(page).to_have_title("Train – Digit Lab")
    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name="繁體中文").click()
    expect(page).to_have_title("訓練 – Digit Lab")
    expect(page.locator("html")).to_have_attribute("lang", "zh-TW")


@pytest.mark.parametrize("width", [768, 900, 1024, 1280])
def test_the_way_comes_first_in_one_row_beside_name_and_language(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    open_draw_page(page, server.url)
    links = page.get_by_test_id("stTopNavLink")
    assert [text.split("\n")[-1] for text in links.all_inner_texts()] == WAY + OTHERS
    boxes = [box for link in links.all() if (box := link.bounding_box())]
    middles = {round(box["y"] + box["height"] / 2) for box in boxes}
    assert len(boxes) == 8
    assert max(middles) - min(middles) <= 1
    switch = page.locator(".st-key-language_switch").bounding_box()
    assert switch
    assert boxes[-1]["x"] + boxes[-1]["width"] < switch["x"]
    icons = page.get_by_test_id("stTopNav").get_by_test_id("stIconMaterial").filter(visible=True)
    expect(icons).to_have_count(4 if width >= 1280 else 0)


def test_on_a_phone_the_menu_lists_the_way_first(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_draw_page(page, server.url)
    page.get_by_test_id("stExpandSidebarButton").click()
    links = page.get_by_test_id("stSidebarNavLink")
    expect(links).to_have_count(8)
    assert [text.split("\n")[-1] for text in links.all_inner_texts()] == WAY + OTHERS


def test_the_first_paint_says_what_comes_and_goes_when_it_is_there(page: Page, server: Server) -> None:
    page.route("**/static/js/index.*.js", _abort)
    page.goto(f"{server.url}/?lang=zh-CN", wait_until="commit")
    first = page.locator("#first-paint")
    expect(first).to_contain_text("正在加载")
    page.unroute_all()
    open_draw_page(page, server.url)
    expect(first).to_be_hidden()


def test_an_unknown_address_leads_to_draw(page: Page, server: Server) -> None:
    response = page.goto(f"{server.url}/no/such?lang=zh-TW")
    assert response
    assert response.status == 404
    page.get_by_role("link", name="前往手寫頁").click()
    expect(page).to_have_title("手寫 – Digit Lab")
    expect(answer(page)).to_have_attribute("data-state", "blank", timeout=60_000)
    assert page.url == f"{server.url}/?lang=zh-TW"


def test_a_lost_server_is_told_in_a_strip_that_leaves_the_canvas_free(page: Page, own_server: Server) -> None:
    open_draw_page(page, f"{own_server.url}/?lang=zh-CN")
    draw(page, 7)
    expect_final(page, "7")
    expect(strip(page)).to_be_hidden()
    own_server.kill()
    expect(strip(page)).to_contain_text("连接中断")
    expect(page.get_by_text("Connection error")).to_be_hidden()
    box = strip(page).bounding_box()
    panel = page.locator(".st-key-canvas_panel").bounding_box()
    assert box
    assert panel
    assert box["y"] + box["height"] <= panel["y"]
    own_server.start()
    own_server.wait_until_ready()
    expect(strip(page)).to_be_hidden()
    expect_final(page, "7")
    expect(page.get_by_role("button", name="不对")).to_be_visible()
    expect(page.locator(".lens-pin")).to_be_visible()


def test_a_dialog_of_the_page_stays_while_the_connection_is_lost(page: Page, own_server: Server) -> None:
    open_draw_page(page, own_server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Keep this drawing?")
    own_server.kill()
    expect(strip(page)).to_be_visible()
    expect(page.get_by_role("dialog").filter(has_text="Keep this drawing?")).to_be_visible()
    expect(page.get_by_text("Connection error")).to_be_hidden()
    own_server.start()
    own_server.wait_until_ready()
    expect(strip(page)).to_be_hidden()


def test_a_restarting_recognizer_is_told_from_a_lost_connection(page: Page, own_server: Server) -> None:
    page.goto(f"{own_server.url}/data")
    expect(page.get_by_text("The first 20 test images").first).to_be_visible()
    for _ in range(600):
        if strip(page).is_visible():
            break
        _kill_recognizer(own_server)
        page.wait_for_timeout(100)
    expect(strip(page)).to_contain_text("The recognizer is restarting")
    expect(strip(page)).to_be_hidden(timeout=90_000)


def _abort(route: Route) -> None:
    route.abort()


def _kill_recognizer(server: Server) -> None:
    for child in server.children():
        try:
            if "recognition.worker" in child.cmdline():
                child.kill()
        except psutil.NoSuchProcess:
            continue
