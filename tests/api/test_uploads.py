"""Large uploads share a bounded room in the web process; who finds none is told so at once, and frames never wait."""

import asyncio
import contextlib
import http.client
import json
import select
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

import api
from api import uploads
from api.uploads import ROOM, ROOM_BYTES, SMALL_BYTES, Room
from base import identity
from base.errors import RecognizerBusyError
from base.settings import MAX_PICTURE_BYTES
from tests.recognition.samples import BLANK
from tests.server import Server, free_port

ROUTE = "/api/v1/recognize"
FIT = ROOM_BYTES // MAX_PICTURE_BYTES
BUSY, PASSED_ON = (503, "recognizer_busy"), (503, "recognizer_unavailable")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The web process alone: what it passes on finds no recognizer."""
    settings = {"DIGITLAB_RECOGNIZER": f"http://127.0.0.1:{free_port()}"}
    server = Server(tmp_path_factory.mktemp("uploads"), settings)
    try:
        server.start()
        server.wait_until_alive()
        yield server
    finally:
        server.stop()


@pytest.fixture
def stack() -> Iterator[contextlib.ExitStack]:
    """Closes the connections that a test opened."""
    with contextlib.ExitStack() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cookies that are made here are those of the server."""
    monkeypatch.setenv("DIGITLAB_SECRET", "a server's secret")


def begin(
    web: Server, stack: contextlib.ExitStack, header: str, value: str, cookie: str = ""
) -> http.client.HTTPConnection:
    """An upload of which the headers are sent, and nothing more: a new visitor's, unless a cookie is given."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    stack.callback(connection.close)
    connection.putrequest("POST", ROUTE)
    connection.putheader(header, value)
    connection.putheader("Cookie", f"{identity.COOKIE}={cookie or identity.new_cookie()}")
    connection.endheaders()
    return connection


def outcome(connection: http.client.HTTPConnection) -> tuple[int, str]:
    response = connection.getresponse()
    return response.status, json.load(response)["error"]["code"]


def answered(connections: list[http.client.HTTPConnection], count: int) -> list[http.client.HTTPConnection]:
    """Those that have been answered, once there are so many."""
    by_socket = {connection.sock: connection for connection in connections}
    until = time.monotonic() + 30
    ready: list[object] = []
    while len(ready) < count and time.monotonic() < until:
        ready = select.select([sock for sock in by_socket if sock not in ready], [], [], 1)[0] + ready
    return [connection for sock, connection in by_socket.items() if sock in ready]


def send_one(web: Server, size: int) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    connection.request("POST", ROUTE, bytes(size))
    result = outcome(connection)
    connection.close()
    return result


def wait_for_room(web: Server) -> tuple[int, str]:
    """What the largest picture meets, as soon as it is not "busy"."""
    until = time.monotonic() + 10
    while (result := send_one(web, MAX_PICTURE_BYTES)) == BUSY and time.monotonic() < until:
        pass
    return result


def test_of_many_large_uploads_at_once_those_beyond_the_room_are_refused_before_they_are_sent(web, stack):
    connections = [begin(web, stack, "Content-Length", str(MAX_PICTURE_BYTES)) for _ in range(FIT + 14)]
    refused = answered(connections, 14)
    assert [outcome(connection) for connection in refused] == [BUSY] * 14
    assert send_one(web, len(BLANK)) == send_one(web, SMALL_BYTES) == PASSED_ON
    admitted = [connection for connection in connections if connection not in refused]
    admitted[0].send(bytes(MAX_PICTURE_BYTES))
    assert outcome(admitted[0]) == PASSED_ON
    for connection in admitted[1:]:
        connection.close()
    assert wait_for_room(web) == PASSED_ON


def test_one_visitor_has_half_of_the_room_at_most_and_others_the_rest(web, stack):
    cookie = identity.new_cookie()
    size = str(MAX_PICTURE_BYTES)
    own = [begin(web, stack, "Content-Length", size, cookie) for _ in range(FIT)]
    refused = answered(own, FIT - FIT // 2)
    response = refused[0].getresponse()
    assert (response.status, json.load(response)["error"]["code"]) == (429, "too_many_pictures")
    assert response.getheader("Retry-After") == "1"
    assert len(refused) == FIT - FIT // 2
    other = begin(web, stack, "Content-Length", size)
    other.send(bytes(MAX_PICTURE_BYTES))
    assert outcome(other) == PASSED_ON
    for connection in own:
        connection.close()
    assert wait_for_room(web) == PASSED_ON


def test_bodies_in_chunks_are_counted_while_they_come(web, stack):
    connections = [begin(web, stack, "Transfer-Encoding", "chunked") for _ in range(FIT + 4)]
    for connection in connections:
        for _ in range(19):
            connection.send(b"100000\r\n" + bytes(2**20) + b"\r\n")
    refused = answered(connections, 4)
    assert [outcome(connection) for connection in refused] == [BUSY] * 4
    for connection in connections:
        if connection not in refused:
            connection.send(b"0\r\n\r\n")
            assert outcome(connection) == PASSED_ON
    assert wait_for_room(web) == PASSED_ON


@pytest.fixture
async def routes(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """The routes, with a recognizer that is out of reach."""
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", f"http://127.0.0.1:{free_port()}")
    app = Starlette(routes=list(api.ROUTES), lifespan=api.lifespan)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


async def test_upload_that_never_ends_is_given_up_and_gives_its_room_back(routes, monkeypatch):
    async def stalling() -> AsyncIterator[bytes]:
        yield bytes(SMALL_BYTES + 1)
        assert ROOM.free == ROOM_BYTES - SMALL_BYTES - 1
        await asyncio.Event().wait()

    monkeypatch.setattr(uploads, "TIMEOUT_S", 0.05)
    error = (await routes.post(ROUTE, content=stalling())).json()["error"]
    assert (error["code"], ROOM.free) == ("not_a_picture", ROOM_BYTES)
    assert f"after {SMALL_BYTES + 1} bytes" in error["message"]


@pytest.mark.parametrize("options", [{"content": bytes(2**20)}, {"files": {"picture": bytes(2**20)}}, {"content": b""}])
async def test_room_is_given_back_after_each_answer(routes, options):
    assert (await routes.post(ROUTE, **options)).status_code == 503
    assert ROOM.free == ROOM_BYTES


async def test_foreign_page_is_refused_before_its_upload_is_looked_at(routes):
    headers = {"origin": "https://evil.example", "content-length": str(10**12)}
    assert (await routes.post(ROUTE, headers=headers)).json()["error"]["code"] == "foreign_origin"


@given(st.lists(st.lists(st.integers(0, 4 * SMALL_BYTES), max_size=6), max_size=6))
def test_shares_never_exceed_the_room_and_all_of_it_comes_back(uploads_of_sizes):
    room = Room(8 * SMALL_BYTES, 6 * SMALL_BYTES)
    with contextlib.ExitStack() as shares:
        held = 0
        for sizes in uploads_of_sizes:
            grow_to = shares.enter_context(room.share("visitor"))
            with contextlib.suppress(RecognizerBusyError):
                for size in sizes:
                    grow_to(size)
            large = [size for size in sizes if size > SMALL_BYTES]
            held += max(large, default=0)
            assert 2 * SMALL_BYTES <= room.free <= 8 * SMALL_BYTES
            assert room.free >= 8 * SMALL_BYTES - held
    assert room.free == 8 * SMALL_BYTES
