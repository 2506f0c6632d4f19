"""What every answer tells the browser, which hosts are answered, and who sees the metrics."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import api
from api.allowed_hosts import METRICS_PATH
from tests.server import Server


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


def client(host: str = "127.0.0.1", port: int = 50_000) -> httpx.AsyncClient:
    program = Starlette(
        routes=[Route("/", hello), Route(METRICS_PATH, hello), Route(f"/lab{METRICS_PATH}", hello)],
        middleware=list(api.MIDDLEWARE),
    )
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(program, client=(host, port)), base_url="http://lab.example:8501"
    )


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as opened:
        yield opened


@pytest.mark.parametrize("path", ["/", "/train", "/nowhere", "/healthz", "/api/v1/models", "/api/v1/nothing", "/x.js"])
def test_every_answer_has_the_headers(server: Server, path: str) -> None:
    headers = httpx.get(server.url + path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval' blob:"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["connect-src"] == f"'self' ws://127.0.0.1:{server.port} wss://127.0.0.1:{server.port}"


async def test_embedders_are_named_in_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_EMBEDDERS", "https://school.example, https://moodle.example")
    async with client() as web:
        policy = (await web.get("/")).headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://moodle.example https://school.example")


async def test_a_host_cannot_write_into_the_policy(web: httpx.AsyncClient) -> None:
    policy = (await web.get("/", headers={"host": "a; script-src *"})).headers["content-security-policy"]
    assert "*" not in policy


async def test_an_embedder_that_is_no_origin_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_EMBEDDERS", "school.example")
    with pytest.raises(ValueError, match=r"DIGITLAB_EMBEDDERS.*school\.example"):
        await client().get("/")


async def test_without_the_setting_every_host_is_answered(web: httpx.AsyncClient) -> None:
    assert (await web.get("/", headers={"host": "evil.example"})).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("lab.example:8501", 200), ("192.168.1.5", 200), ("evil.example", 400), ("lab.example.evil.example", 400)],
)
async def test_only_the_hosts_of_the_setting_are_answered(
    monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    monkeypatch.setenv("DIGITLAB_HOSTS", "lab.example, 192.168.1.5")
    async with client() as web:
        assert (await web.get("/", headers={"host": host})).status_code == status


@pytest.mark.parametrize("path", [METRICS_PATH, f"/lab{METRICS_PATH}"])
@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.168.1.7", 404), ("pupil", 404)])
async def test_metrics_are_for_this_machine(path: str, host: str, status: int) -> None:
    async with client(host) as web:
        assert (await web.get(path)).status_code == status


def test_no_other_site_may_steer_the_page(server: Server) -> None:
    assert httpx.get(f"{server.url}/_stcore/host-config").json()["allowedOrigins"] == []
