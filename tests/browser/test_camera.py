"""A photograph by the camera: live where the browser allows it, by a file field over the class's http."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.pen import answer, open_draw_page
from tests.conftest import VIEWPORT
from tests.server import Server
from tools import chromium

FAKE_CAMERA = ("--use-fake-device-for-media-stream=device-count=2", "--use-fake-ui-for-media-stream")
# A host that is not this machine as far as the browser knows, as an address of the class's network.
OTHER_HOST = "class.example"

Start = Callable[..., Page]


@pytest.fixture
def start(browser: Browser, chromium_path: str) -> Iterator[Start]:
    """Starts a Chromium with flags of its own; a new visitor's page in it."""
    started: list[Browser] = []

    def start(*flags: str, has_touch: bool = False) -> Page:
        kind: BrowserType = browser.browser_type
        started.append(kind.launch(executable_path=chromium_path, args=[*chromium.FLAGS, *flags]))
        return started[-1].new_context(viewport=VIEWPORT, locale="en-US", has_touch=has_touch).new_page()

    yield start
    for each in started:
        each.close()


def _open_panel(page: Page) -> None:
    page.get_by_role("button", name="Photograph").click()
    expect(page.locator(".camera")).to_be_visible()


def test_live_camera_takes_a_photograph_with_the_camera_one_chooses(start: Start, server: Server) -> None:
    page = start(*FAKE_CAMERA)
    open_draw_page(page, server.url)
    _open_panel(page)
    page.get_by_role("button", name="Take a photograph").click()
    cameras = page.get_by_role("combobox", name="Camera")
    expect(cameras.get_by_role("option")).to_have_count(2)
    other = cameras.get_by_role("option").nth(1).get_attribute("value")
    cameras.select_option(other)
    video = page.locator(".camera video")
    device = "video => video.srcObject?.getVideoTracks()[0].getSettings().deviceId"
    expect(cameras).to_be_visible()
    page.wait_for_function(f"other => ({device})(document.querySelector('.camera video')) === other", arg=other)
    expect(page.get_by_role("button", name="Take the picture")).to_be_focused()

    page.evaluate("() => (window.stream = document.querySelector('.camera video').srcObject)")
    page.get_by_role("button", name="Take the picture").click()
    expect(answer(page)).to_have_attribute("data-state", "final")
    expect(video).to_have_count(0)
    assert page.evaluate("() => window.stream.active") is False, "the camera is off"


def test_camera_is_off_once_its_panel_is_closed(start: Start, server: Server) -> None:
    page = start(*FAKE_CAMERA)
    open_draw_page(page, server.url)
    _open_panel(page)
    page.get_by_role("button", name="Take a photograph").click()
    expect(page.get_by_role("button", name="Take the picture")).to_be_visible()
    page.evaluate("() => (window.stream = document.querySelector('.camera video').srcObject)")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !window.stream.active")


def test_refused_camera_is_explained_and_the_file_field_is_there(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    _open_panel(page)
    page.evaluate(
        "() => { const refuse = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
        "navigator.mediaDevices.getUserMedia = refuse }"
    )
    page.get_by_role("button", name="Take a photograph").click()
    expect(page.locator(".camera-message")).to_have_text(
        "The camera is blocked. Allow it in the browser's settings, or use the button below."
    )
    expect(page.get_by_role("button", name="Try the camera again")).to_be_visible()
    expect(page.locator(".camera label")).to_be_visible()


def test_over_http_a_file_field_opens_the_back_camera(start: Start, server: Server, photograph_of_4: bytes) -> None:
    page = start(f"--host-resolver-rules=MAP {OTHER_HOST} 127.0.0.1", has_touch=True)
    open_draw_page(page, f"http://{OTHER_HOST}:{server.port}")
    assert page.evaluate("() => window.isSecureContext") is False
    _open_panel(page)
    field = page.locator(".camera input")
    expect(field).to_have_attribute("capture", "environment")
    expect(page.locator(".camera label")).to_be_visible()
    expect(page.locator(".camera button:visible")).to_have_count(0)

    field.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photograph_of_4})
    expect(answer(page)).to_have_attribute("data-state", "final")
    expect(page.locator(".lens-label")).to_have_text("4")
    expect(page.locator(".camera")).to_have_count(0)


def test_file_that_is_no_picture_is_explained(start: Start, server: Server) -> None:
    page = start(f"--host-resolver-rules=MAP {OTHER_HOST} 127.0.0.1")
    open_draw_page(page, f"http://{OTHER_HOST}:{server.port}")
    _open_panel(page)
    page.locator(".camera input").set_input_files({"name": "a.heic", "mimeType": "image/heic", "buffer": b"no picture"})
    expect(page.locator(".camera-message")).to_have_text(
        "Your browser cannot open this picture. Choose it as a file above."
    )
