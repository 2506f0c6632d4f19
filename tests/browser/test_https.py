"""The server over https, with a certificate that it made itself."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from base import identity
from tests.browser.pen import draw, expect_final, open_draw_page
from tests.server import Server
from tools import certificate, serve

NAMES = ["localhost", "127.0.0.1"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> serve.Files:
    return certificate.ensure_certificate(NAMES, tmp_path_factory.mktemp("https"))


@pytest.fixture(scope="module")
def secure_server(tmp_path_factory: pytest.TempPathFactory, files: serve.Files) -> Iterator[Server]:
    """The real program with a certificate."""
    with Server(tmp_path_factory.mktemp("server"), https=files) as running:
        yield running


def test_server_answers_over_tls_with_its_certificate_and_no_other(
    secure_server: Server, files: serve.Files, tmp_path: Path
) -> None:
    opened = serve.connection("127.0.0.1", secure_server.port, files)
    opened.request("GET", "/healthz")
    assert opened.getresponse().status == 200
    opened.close()
    other = serve.connection("127.0.0.1", secure_server.port, certificate.ensure_certificate(NAMES, tmp_path))
    with pytest.raises(ssl.SSLCertVerificationError):
        other.connect()


def test_lens_works_and_the_visitors_cookie_is_secure(browser: Browser, secure_server: Server) -> None:
    context = browser.new_context(ignore_https_errors=True, locale="en-US")
    page = context.new_page()
    open_draw_page(page, secure_server.url)
    assert page.evaluate("isSecureContext")
    with page.expect_response("**/api/v1/recognize*") as answered:
        draw(page, 7)
    assert answered.value.status == 200
    expect_final(page, "7")
    (cookie,) = [each for each in context.cookies() if each["name"] == identity.COOKIE]
    assert cookie["secure"]
    context.close()
