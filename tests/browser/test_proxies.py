"""Digit Lab behind a real nginx, as docs/deploy.md sets it up: pages, live answers, and what is taken home."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from base import identity
from tests.browser.pen import draw, expect_final, open_draw_page
from tests.conftest import watch_console
from tests.nginx import documented, running
from tests.server import Server, free_port
from tools import certificate, chromium

# Where nginx listens for the one name that the server is told of.
NAMED_PORT = free_port()
NOTICE = "Live answers are blocked here."


@pytest.fixture(scope="module")
def context(browser: Browser, chromium_path: str) -> Iterator[BrowserContext]:
    """A browser that finds every name under .example here: it treats 127.0.0.1 as more secure than any other."""
    rules = "--host-resolver-rules=MAP *.example 127.0.0.1"
    launched = browser.browser_type.launch(executable_path=chromium_path, args=[*chromium.FLAGS, rules])
    yield launched.new_context(ignore_https_errors=True, locale="en-US")
    launched.close()


@pytest.fixture
def page(context: BrowserContext, console_errors: list[str]) -> Iterator[Page]:
    """A new visitor's page in that browser."""
    context.clear_cookies()
    opened = context.new_page()
    watch_console(opened, console_errors)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def prefixed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program as it is started for a proxy that keeps a prefix, or does not say its name."""
    origins = {"DIGITLAB_ORIGINS": f"http://lab.example:{NAMED_PORT}"}
    with Server(tmp_path_factory.mktemp("prefixed"), origins, prefix="lab") as running_server:
        yield running_server


def expect_live_answers(page: Page, url: str) -> None:
    """Draw, and see the answer of the live route before the pen is lifted."""
    open_draw_page(page, url)
    with page.expect_response(re.compile("/api/v1/recognize")) as answered:
        draw(page, 7, lift=False)
    assert answered.value.status == 200
    expect(page.get_by_test_id("answer")).to_have_attribute("data-state", "live")
    page.mouse.up()
    expect_final(page, "7")
    expect(page.get_by_text(NOTICE)).to_have_count(0)


def expect_all_of_it(page: Page, url: str) -> None:
    """What else has an address: pages, languages, a model's file, an unknown page, the strip for a lost connection."""
    with page.expect_response(re.compile("/readyz")) as asked:
        page.goto(f"{url}draw?model=tiny-16")
    assert asked.value.url == f"{url}readyz"
    expect(page).to_have_url(re.compile(rf"^{re.escape(url)}\?.*model=tiny-16"))
    page.goto(f"{url}models/?model=tiny-16&lang=zh-TW")
    expect(page).to_have_url(re.compile(rf"^{re.escape(url)}models\?"))
    expect(page).to_have_title("模型 – Digit Lab")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Keras", exact=True).click()
    assert taken.value.url == f"{url}api/v1/models/tiny-16/files/keras"
    page.get_by_role("link", name="訓練").first.click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(url)}train\?"))
    page.goto(f"{url}no/such/page")
    page.get_by_role("link", name="Go to Draw").click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(url)}\?lang=en"))


def test_the_least_configuration_gives_live_answers(
    page: Page, server: Server, tmp_path: Path, console_errors: list[str]
) -> None:
    with running(documented("At the root of a name"), tmp_path, server.port) as port:
        expect_live_answers(page, f"http://127.0.0.1:{port}/")
        assert console_errors == []


def test_the_least_configuration_gives_live_answers_under_a_name_that_the_setting_has(
    page: Page, prefixed_server: Server, tmp_path: Path, console_errors: list[str]
) -> None:
    least = documented("At the root of a name")
    with running(least, tmp_path, prefixed_server.port, port=NAMED_PORT):
        expect_live_answers(page, f"http://lab.example:{NAMED_PORT}/lab/")
        assert console_errors == []


def test_encrypted_by_the_proxy_answers_are_live_and_the_cookie_is_secure(
    page: Page, server: Server, tmp_path: Path, console_errors: list[str]
) -> None:
    files = certificate.ensure_certificate(["lab.example"], tmp_path)
    with running(documented("With encryption"), tmp_path, server.port, files) as port:
        expect_live_answers(page, f"https://lab.example:{port}/")
        (cookie,) = [each for each in page.context.cookies() if each["name"] == identity.COOKIE]
        assert cookie["secure"]
        assert console_errors == []


def test_all_works_under_a_prefix_that_the_proxy_keeps(
    page: Page, prefixed_server: Server, tmp_path: Path, console_errors: list[str]
) -> None:
    with running(documented("Under a path that the proxy keeps"), tmp_path, prefixed_server.port) as port:
        url = f"http://school.example:{port}/lab/"
        expect_live_answers(page, url)
        assert console_errors == []
        expect_all_of_it(page, url)


def test_all_works_under_a_prefix_that_the_proxy_takes_away(
    page: Page, server: Server, tmp_path: Path, console_errors: list[str]
) -> None:
    with running(documented("Under a path that the proxy takes away"), tmp_path, server.port) as port:
        url = f"http://school.example:{port}/lab/"
        expect_live_answers(page, url)
        assert console_errors == []
        expect_all_of_it(page, url)


def test_server_with_a_prefix_answers_there_and_to_who_watches_it_at_the_root(prefixed_server: Server) -> None:
    def get(path: str) -> httpx.Response:
        return httpx.get(prefixed_server.url + path, trust_env=False)

    assert get("/lab/readyz").json() == get("/readyz").json() == {"status": "ready"}
    assert get("/lab/api/v1/models").json() == get("/api/v1/models").json()
    assert (get("/lab?lang=en").status_code, get("/lab?lang=en").headers["location"]) == (307, "lab/?lang=en")
    assert "There is no page at" in get("/lab/laboratory").text
    assert (get("/laboratory").status_code, get("/").status_code) == (404, 404)


REFUSALS = {
    "a filter": "return 403;",  # with nginx's HTML
    "a page": "default_type text/html; return 200 '<html>';",
    # As a browser asks that says nothing about the page's site: ours refuses it, as JSON.
    "our own check": 'proxy_pass http://127.0.0.1:8501; proxy_set_header Sec-Fetch-Site "";',
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS.keys())
def test_where_live_frames_are_refused_the_page_says_so_once_and_answers_after_each_stroke(
    page: Page, server: Server, tmp_path: Path, refusal: str
) -> None:
    configuration = documented("At the root of a name")
    refusing = configuration.replace("location / {", f"location /api/ {{ {refusal} }}\n    location / {{", 1)
    with running(refusing, tmp_path, server.port) as port:
        open_draw_page(page, f"http://127.0.0.1:{port}/")
        for digit in (7, 1):
            draw(page, digit)
            expect_final(page, str(digit))
            expect(page.get_by_text(NOTICE)).to_have_count(1)
            page.get_by_test_id("tool-clear").click()
            expect(page.get_by_test_id("answer")).to_contain_text("Draw a digit.")
