"""Whose page may ask behind a proxy: what is believed of a proxy, of a setting, of the browser, and of nobody else."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.behind_proxy import BEHIND_PROXY
from api.guards import check_origin, with_json_errors

HERE, NEIGHBOUR = ("127.0.0.1", 40000), ("10.0.0.9", 40000)
ORIGIN = "https://lab.example"


@with_json_errors
async def ask(request: Request) -> Response:
    check_origin(request)
    return JSONResponse({"url": str(request.url)})


async def asked(client: tuple[str, int], **headers: str) -> httpx.Response:
    """What a page of `ORIGIN` is answered, whose request comes from an address with headers."""
    app = Starlette(routes=[Route("/", ask, methods=["POST"])], middleware=[BEHIND_PROXY])
    transport = httpx.ASGITransport(app, client=client)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8501") as web:
        return await web.post("/", headers={"origin": ORIGIN} | named)


async def test_without_a_word_of_the_proxy_the_page_is_foreign_and_the_error_says_what_to_do():
    answer = await asked(HERE)
    assert answer.status_code == 403
    message = answer.json()["error"]["message"]
    assert ORIGIN in message
    assert "DIGITLAB_ORIGINS" in message


@pytest.mark.parametrize("client", [HERE, ("::1", 40000), ("::ffff:127.0.0.1", 40000), ("203.0.113.5", 0)], ids=str)
async def test_proxy_on_this_machine_may_say_what_the_browser_asked(client):
    answer = await asked(client, x_forwarded_host="lab.example, inner.example", x_forwarded_proto="https")
    assert answer.json() == {"url": "https://lab.example/"}


async def test_nobody_else_may(monkeypatch):
    assert (await asked(NEIGHBOUR, x_forwarded_host="lab.example")).status_code == 403
    assert (await asked(("no address", 1), x_forwarded_host="lab.example")).status_code == 403
    monkeypatch.setenv("DIGITLAB_PROXIES", "192.0.2.1, 10.0.0.0/24")
    assert (await asked(NEIGHBOUR, x_forwarded_host="lab.example")).status_code == 200
    assert (await asked(HERE, x_forwarded_host="lab.example")).status_code == 403


async def test_another_name_than_the_proxy_s_is_foreign():
    assert (await asked(HERE, x_forwarded_host="other.example")).status_code == 403


async def test_an_origin_of_the_setting_is_ours_and_no_other(monkeypatch):
    monkeypatch.setenv("DIGITLAB_ORIGINS", "https://LAB.example/, http://10.0.0.5:8080")
    assert (await asked(NEIGHBOUR)).json() == {"url": "http://lab.example/"}
    for origin in ("http://lab.example", "https://lab.example:444", "https://evil-lab.example", "null", ""):
        assert (await asked(NEIGHBOUR, origin=origin)).status_code == (403 if origin else 200)


@pytest.mark.parametrize(("site", "status"), [("same-origin", 200), ("same-site", 403), ("cross-site", 403)])
async def test_browser_says_itself_whether_the_page_is_of_this_server(site, status):
    assert (await asked(NEIGHBOUR, sec_fetch_site=site)).status_code == status


@pytest.mark.parametrize(
    ("setting", "value"),
    [("PROXIES", "everybody"), ("PROXIES", "10.0.0.1/8"), ("ORIGINS", "lab.example"), ("ORIGINS", "https://a.b/lab")],
)
async def test_setting_that_is_none_stops_the_start_and_is_named(monkeypatch, setting, value):
    monkeypatch.setenv(f"DIGITLAB_{setting}", value)
    with pytest.raises(ValueError, match=rf"DIGITLAB_{setting}.* Received: '{value}"):
        await asked(HERE)
