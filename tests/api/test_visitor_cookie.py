"""The visitor's cookie: given with a page, signed, kept; replaced where somebody made it up."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

import api
from api.visitor_cookie import visitor_of_request
from base import identity

NUMBER = "0123456789abcdef" * 2


async def page(_request: Request) -> HTMLResponse:
    return HTMLResponse("<p>page</p>")


async def who(request: Request) -> JSONResponse:
    return JSONResponse({"visitor": visitor_of_request(request)})


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(program()), base_url="http://test") as client:
        yield client


def program() -> Starlette:
    return Starlette(routes=[Route("/", page), Route("/who", who)], middleware=list(api.MIDDLEWARE))


async def given(web: httpx.AsyncClient, cookie: str | None = None) -> str | None:
    """The cookie that a page's answer sets."""
    headers = {} if cookie is None else {"cookie": f"a=b; {identity.COOKIE}={cookie}"}
    answer = await web.get("/", headers=headers)
    return answer.cookies.get(identity.COOKIE)


async def test_new_visitor_gets_a_number_that_the_server_knows_again(web):
    cookie = await given(web)
    assert cookie is not None
    visitor = identity.visitor_of(cookie)
    assert visitor is not None
    assert (await web.get("/who")).json() == {"visitor": visitor}
    assert await given(web, cookie) is None


async def test_two_visitors_get_two_numbers(web):
    first = await given(web)
    web.cookies.clear()
    assert await given(web) != first


@pytest.mark.parametrize("cookie", ["", "other=1", "digitlab=1", "x" * 5000, f"not_{identity.COOKIE}=1"])
async def test_visitor_with_other_cookies_gets_a_number(web, cookie):
    assert identity.COOKIE in (await web.get("/", headers={"cookie": cookie})).cookies


@pytest.mark.parametrize("signature", ["0" * 64, "", "0" * 63])
async def test_forged_cookie_is_nobody_s_and_replaced_by_another_number(web, signature):
    forged = f"{NUMBER}.{signature}"
    assert (await web.get("/who", headers={"cookie": f"{identity.COOKIE}={forged}"})).json() == {"visitor": None}
    cookie = await given(web, forged)
    assert cookie is not None
    assert not cookie.startswith(NUMBER)


async def test_another_server_s_signature_is_forged(web, monkeypatch):
    monkeypatch.setenv("DIGITLAB_SECRET", "another server's")
    foreign = identity.new_cookie()
    monkeypatch.setenv("DIGITLAB_SECRET", "ours")
    assert await given(web, foreign) is not None


async def test_a_number_that_somebody_made_up_is_not_signed(web):
    cookie = await given(web, NUMBER)
    assert cookie is not None
    visitor = identity.visitor_of(cookie)
    assert visitor is not None
    assert visitor != NUMBER


async def test_another_secret_revokes_every_cookie(web, monkeypatch):
    monkeypatch.setenv("DIGITLAB_SECRET", "of last year")
    cookie = await given(web)
    assert cookie is not None
    monkeypatch.setenv("DIGITLAB_SECRET", "of this year")
    assert identity.visitor_of(cookie) is None


async def test_cookie_is_out_of_scripts_reach_and_stays_with_our_pages(web):
    line = (await web.get("/")).headers["set-cookie"]
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Secure" not in line


@pytest.mark.parametrize(
    ("url", "headers"), [("https://test/", {}), ("http://test/", {"x-forwarded-proto": "https"})], ids=str
)
async def test_over_https_the_cookie_never_travels_without_it(web, url, headers):
    assert "; Secure" in (await web.get(url, headers=headers)).headers["set-cookie"]


async def test_that_it_is_https_is_believed_of_a_proxy_alone():
    transport = httpx.ASGITransport(program(), client=("10.0.0.9", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/", headers={"x-forwarded-proto": "https"})
    assert "Secure" not in answer.headers["set-cookie"]


async def test_answers_that_are_no_pages_set_no_cookie(web):
    assert "set-cookie" not in (await web.get("/who")).headers
