"""The REST routes of the running program: what they answer, and what they refuse, always as JSON."""

import asyncio
import base64
import http.client
import json
import statistics
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.uploads import MULTIPART_BYTES
from base.settings import MAX_PICTURE_BYTES
from tests.recognition.hostile import jpeg_of_scans
from tests.recognition.samples import BLANK, digit_files
from tests.server import Server

ROUTE = "/api/v1/recognize"
MEDIAN_MS = 20


@pytest.fixture
def web(server: Server) -> Iterator[httpx.Client]:
    """A client of the running program, without cookies."""
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def digit() -> bytes:
    """A 7."""
    return digit_files(1)[0][0]


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Status and code of an error, which has a message too."""
    assert response.headers["content-type"] == "application/json"
    error = response.json()["error"]
    assert error["message"]
    return response.status_code, error["code"]


def test_picture_is_read(web, digit):
    response = web.post(ROUTE, content=digit)
    answer = response.json()
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    known = {"model", "way", "class_names", "label", "probabilities", "reason", "digit", "not_digit", "number", "size"}
    assert set(answer) == {*known, "digits"}
    assert (answer["label"], answer["model"], answer["reason"]) == (7, "digits-cnn", None)
    assert len(base64.b64decode(answer["digit"])) == 784


def test_picture_in_a_form_is_read_alike(web, digit):
    as_form = web.post(ROUTE, files={"picture": ("seven.png", digit, "image/png")}, data={"note": "by hand"})
    assert as_form.json() == web.post(ROUTE, content=digit).json()


def test_type_of_a_form_may_be_written_in_any_letters(web, digit):
    request = web.build_request("POST", ROUTE, files={"picture": digit})
    request.headers["content-type"] = request.headers["content-type"].replace(
        "multipart/form-data", "Multipart/Form-Data"
    )
    assert web.send(request).json()["label"] == 7


def test_type_of_a_raw_body_does_not_matter(web, digit):
    for kind in ("image/png", "application/octet-stream", "text/html", "nonsense"):
        assert web.post(ROUTE, content=digit, headers={"content-type": kind}).json()["label"] == 7


def test_steps_are_given_where_asked(web, digit):
    assert [step["name"] for step in web.post(f"{ROUTE}?steps=1", content=digit).json()["steps"]] == [
        "ink",
        "cropped",
        "fitted",
        "centred",
    ]
    assert "steps" not in web.post(f"{ROUTE}?steps=0", content=digit).json()


def test_model_may_be_named(web, digit):
    assert web.post(f"{ROUTE}?model=digits-cnn", content=digit).json()["label"] == 7
    assert web.post(f"{ROUTE}?model=", content=digit).json()["label"] == 7


def test_blank_picture_has_no_label_but_a_reason(web):
    answer = web.post(ROUTE, content=BLANK).json()
    assert (answer["label"], answer["reason"]) == (None, "blank")


@pytest.mark.parametrize(
    ("query", "options", "status", "code"),
    [
        ("", {"content": b"junk"}, 400, "not_a_picture"),
        ("", {"content": b""}, 400, "not_a_picture"),
        ("", {"json": {"picture": 7}}, 400, "not_a_picture"),
        ("?model=gone", {"content": BLANK}, 404, "model_not_found"),
        ("?model=../../etc/passwd", {"content": BLANK}, 404, "model_not_found"),
        ("?model=%00%F0%9F%A4%96", {"content": BLANK}, 404, "model_not_found"),
        ("", {"content": bytes(MAX_PICTURE_BYTES + 1)}, 413, "picture_too_large"),
        ("", {"files": {"picture": b"junk"}}, 400, "not_a_picture"),
        ("", {"files": {"picture": b""}}, 400, "not_a_picture"),
        ("", {"files": {"picture": bytes(MAX_PICTURE_BYTES + 1)}}, 413, "picture_too_large"),
        ("", {"files": {"picture": bytes(MAX_PICTURE_BYTES + MULTIPART_BYTES)}}, 413, "picture_too_large"),
        ("", {"files": [("one", BLANK), ("two", BLANK)]}, 400, "not_a_picture"),
        ("", {"files": {"x": (None, "only a field")}}, 400, "not_a_picture"),
        ("", {"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400, "not_a_picture"),
        ("", {"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=y"}}, 400, "not_a_picture"),
        ("", {"content": b"", "headers": {"content-type": "multipart/form-data; boundary="}}, 400, "not_a_picture"),
        (
            "",
            {
                "content": b'--y\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--y--\r\n',
                "headers": {"content-type": "multipart/form-data; boundary=y; charset=no-such"},
            },
            400,
            "not_a_picture",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_json(web, query, options, status, code):
    assert refusal(web.post(ROUTE + query, **options)) == (status, code)


def test_one_byte_too_many_is_said_to_be_more_than_there_may_be(web):
    assert "Received: 20.1 MiB" in web.post(ROUTE, content=bytes(MAX_PICTURE_BYTES + 1)).json()["error"]["message"]


def test_jpeg_of_thousands_of_scans_is_refused_at_once(web, digit):
    response = web.post(ROUTE, content=jpeg_of_scans(5000, 2403))
    assert refusal(response) == (422, "picture_too_costly")
    assert web.post(ROUTE, content=digit).json()["label"] == 7


def test_of_a_hundred_requests_at_once_of_one_address_some_are_refused_and_each_is_answered(server, digit):
    async def ask_all() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(base_url=server.url, timeout=30, trust_env=False, limits=limits) as client:
            return list(await asyncio.gather(*(client.post(ROUTE, content=digit) for _ in range(100))))

    responses = asyncio.run(ask_all())
    refused = [response for response in responses if response.status_code != 200]
    assert {refusal(response) for response in refused} <= {(429, "too_many_pictures")}
    assert {response.headers["retry-after"] for response in refused} <= {"1"}
    assert len(refused) < 100


def test_refusal_carries_what_a_page_needs_to_word_it(web):
    details = web.post(ROUTE, content=bytes(MAX_PICTURE_BYTES + 1)).json()["error"]["details"]
    assert (details["limit"], details["unit"]) == (20, "MiB")


def test_endless_body_is_refused_while_it_is_sent(server):
    """In chunks, without a length: the answer comes after 20 MiB, not at the end."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.putrequest("POST", ROUTE)
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    for _ in range(21):
        connection.send(b"100000\r\n" + bytes(2**20) + b"\r\n")
    response = connection.getresponse()
    assert (response.status, json.load(response)["error"]["code"]) == (413, "picture_too_large")
    connection.close()


def test_body_in_chunks_that_is_too_large_is_refused_in_json(web):
    def chunks() -> Iterator[bytes]:
        yield from (bytes(2**20) for _ in range(20))
        yield b"x"

    assert refusal(web.post(ROUTE, content=chunks())) == (413, "picture_too_large")


def test_body_that_says_to_be_too_large_is_refused_before_it_comes(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest("POST", ROUTE)
    connection.putheader("Content-Length", str(10**12))
    connection.endheaders()
    response = connection.getresponse()
    assert (response.status, json.load(response)["error"]["code"]) == (413, "picture_too_large")
    connection.close()


def test_picture_in_chunks_is_read(web, digit):
    assert web.post(ROUTE, content=iter([digit[:50], digit[50:]])).json()["label"] == 7


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "file://", "http://[", "//", "\xff"],
)
def test_page_of_another_site_is_refused(web, origin):
    response = web.post(ROUTE, content=BLANK, headers={"origin": origin.encode("latin-1")})
    assert refusal(response) == (403, "foreign_origin")


def test_page_of_this_site_is_answered(web, server):
    assert web.post(ROUTE, content=BLANK, headers={"origin": server.url}).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/recognise", "/api/v2/models", "/api/", "/api/v1/models/", "/api/../api/x"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_unknown_route_is_said_in_json(web, method, path):
    assert refusal(web.request(method, path)) == (404, "unknown_route")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", ROUTE, "POST"),
        ("PUT", ROUTE, "POST"),
        ("OPTIONS", ROUTE, "POST"),
        ("POST", "/api/v1/models", "GET, HEAD"),
        ("DELETE", "/api/v1/models/tiny-16/files/onnx", "GET, HEAD, POST"),
    ],
)
def test_wrong_method_is_said_in_json_with_those_that_there_are(web, method, path, allowed):
    response = web.request(method, path)
    assert refusal(response) == (405, "method_not_allowed")
    assert response.headers["allow"] == allowed


def test_wrong_method_without_a_body_is_said_in_its_head(web):
    response = web.head(ROUTE)
    assert (response.status_code, response.headers["allow"], response.content) == (405, "POST", b"")
    assert web.head("/api/v1/models").status_code == 200


def test_models_are_listed_with_their_cards(web):
    listed = web.get("/api/v1/models").json()
    assert listed["default"] == listed["models"][0]["id"] == "digits-cnn"
    first = listed["models"][0]
    assert first["test_accuracy"] >= 0.995
    assert first["class_names"] == list("0123456789")
    assert {"name", "recipe", "dataset", "parameters", "history", "sha256", "created", "author"} <= set(first)


def test_server_lives_and_is_ready(web):
    assert web.get("/healthz").json() == {"status": "alive"}
    assert web.get("/readyz").json() == {"status": "ready"}


def test_answers_on_a_kept_connection_do_not_wait_for_acknowledgements(server):
    """With Nagle's algorithm each would take 40 ms (docs/decisions.md)."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    taken_ms = [_timed_ms(connection) for _ in range(50)]
    connection.close()
    assert statistics.median(taken_ms) < MEDIAN_MS


def _timed_ms(connection: http.client.HTTPConnection) -> float:
    start = time.perf_counter()
    connection.request("GET", "/healthz")
    response = connection.getresponse()
    response.read()
    assert response.status == 200
    return (time.perf_counter() - start) * 1000


def cookies(response: httpx.Response) -> list[Any]:
    return [value for value in response.headers.get_list("set-cookie") if value.startswith("digitlab_visitor=")]


def test_page_gives_a_visitor_a_number_that_scripts_cannot_read(web):
    (cookie,) = cookies(web.get("/"))
    name_and_value, *attributes = cookie.split("; ")
    number, _, signature = name_and_value.partition("=")[2].partition(".")
    assert (len(bytes.fromhex(number)), len(bytes.fromhex(signature))) == (16, 32)
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)


def test_each_visitor_has_a_number_of_their_own(server):
    values = {cookies(httpx.get(server.url, trust_env=False))[0].split(";")[0] for _ in range(3)}
    assert len(values) == 3


def test_visitor_who_has_a_number_keeps_it(web):
    web.get("/")
    assert cookies(web.get("/")) == []
    assert cookies(web.get("/train")) == []


def test_what_is_no_page_gives_no_number(web):
    for path in ("/healthz", "/api/v1/models", "/api/unknown"):
        assert cookies(web.get(path)) == []
    assert cookies(web.post(ROUTE, content=BLANK)) == []
