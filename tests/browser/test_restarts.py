"""What a visitor sees when a process under the page dies: their drawing stays, and the answer comes."""

from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pen import answer, draw, expect_final, open_draw_page
from tests.server import Server


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that these tests may kill; each leaves it running."""
    with Server(tmp_path_factory.mktemp("own-server")) as running:
        yield running


def _recognizer(server: Server) -> psutil.Process:
    (found,) = (child for child in server.children() if "recognition.worker" in child.cmdline())
    return found


def test_a_fresh_servers_first_visitor_at_train_gets_the_whole_page(page: Page, own_server: Server) -> None:
    page.goto(f"{own_server.url}/train")
    expect(page.get_by_role("link", name="Draw").first).to_be_visible()
    expect(page.get_by_role("combobox", name="Language")).to_be_visible()


def test_a_killed_recognizer_comes_back_and_answers_the_same_drawing(page: Page, own_server: Server) -> None:
    open_draw_page(page, own_server.url)
    draw(page, 7, lift=False)
    killed = _recognizer(own_server)
    killed.kill()
    page.mouse.up()
    draw(page, 1, lift=True)
    page.get_by_test_id("tool-undo").click()
    expect(answer(page)).to_contain_text("restarting")
    expect_final(page, "7")
    assert _recognizer(own_server).pid != killed.pid


def test_a_restarted_server_answers_the_stroke_that_was_drawn_meanwhile(page: Page, own_server: Server) -> None:
    open_draw_page(page, own_server.url)
    own_server.kill()
    draw(page, 4, lift=False)
    own_server.start()
    page.mouse.up()
    expect_final(page, "4")
    own_server.wait_until_ready()
    page.get_by_test_id("tool-clear").click()
    draw(page, 0)
    expect_final(page, "0")


def test_the_pages_controls_work_after_a_restart_without_a_reload(page: Page, own_server: Server) -> None:
    open_draw_page(page, own_server.url)
    app = page.locator(".stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    own_server.kill()
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    own_server.start()
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    page.get_by_role("switch", name="Compare models").locator("xpath=ancestor::label").click()
    expect(page.get_by_text("Models to compare")).to_be_visible()
    expect(page.locator("html")).not_to_have_attribute("data-reconnecting", "")
