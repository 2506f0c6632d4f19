"""Scripts, styles and images are served under an address of their content, for ever, and nothing else is."""

import gzip
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from base.settings import ROOT
from ui import assets

SCRIPT = "inside/tab_drawing.js"


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=assets.ROUTES)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


async def test_an_asset_is_kept_for_a_year(web):
    response = await web.get(f"/{assets.asset_url(SCRIPT)}")
    assert response.status_code == 200
    assert response.content == (ROOT / "ui" / SCRIPT).read_bytes()
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [(SCRIPT, "text/javascript"), ("frame/frame.css", "text/css"), ("shared/samples.png", "image/png")],
)
async def test_an_asset_says_what_it_is(web, name, media_type):
    response = await web.get(f"/{assets.asset_url(name)}")
    assert response.headers["content-type"].partition(";")[0] == media_type


async def test_text_is_compressed_where_the_browser_reads_that(web):
    path = f"/{assets.asset_url(SCRIPT)}"
    async with web.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as response:
        body = b"".join([part async for part in response.aiter_raw()])
    assert (response.headers["content-encoding"], response.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(body) == (ROOT / "ui" / SCRIPT).read_bytes()
    plain = await web.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("name", [SCRIPT.replace(".js", ".py"), "main.py", "%2e%2e/app.py", "components", "no.js"])
async def test_only_what_is_an_asset_is_served(web, name):
    response = await web.get(f"/assets/{assets.DIGEST}/{name}")
    assert response.status_code == 404
    assert response.headers.get("cache-control") in (None, "no-store")


async def test_another_versions_address_is_not_answered_and_not_kept(web):
    response = await web.get(f"/assets/0123456789abcdef/{SCRIPT}")
    assert (response.status_code, response.headers["cache-control"]) == (404, "no-store")


def test_an_asset_that_does_not_exist_has_no_address():
    with pytest.raises(KeyError):
        assets.asset_url("components/no_such.js")
