"""The OpenAPI document against the running program: its routes, its answers and errors, and its examples as written."""

import copy
import functools
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.routing import Route

import app
from api.operations import DOCUMENT_PATH, OPERATIONS, PAGE_PATH
from base.settings import MAX_PICTURE_BYTES
from tests.recognition.samples import BLANK, digit_files
from tests.server import Server

RECOGNIZE, FILES = "/api/v1/recognize", "/api/v1/models/{model}/files/{format}"
JSON = "application/json"
TIMEOUT_S = 60


@pytest.fixture
def web(server: Server) -> Iterator[httpx.Client]:
    """A client of the running program."""
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    """The document, as the running program serves it."""
    response = httpx.get(server.url + DOCUMENT_PATH, trust_env=False)
    assert response.headers["content-type"] == JSON
    served: dict[str, Any] = response.json()
    return served


@pytest.fixture(scope="module")
def digit() -> bytes:
    """A 7."""
    return digit_files(1)[0][0]


def expect_documented(document: dict[str, Any], operation: str, response: httpx.Response) -> Any:
    """The JSON of an answer, which is of a status and schema that the document has for an operation, "POST /path"."""
    method, path = operation.split()
    answer = document["paths"][path][method.lower()]["responses"][str(response.status_code)]
    schema = {**answer["content"][JSON]["schema"], "components": {"schemas": _strict(document)}}
    body = response.json()
    Draft202012Validator(schema).validate(body)
    return body


def _strict(document: dict[str, Any]) -> dict[str, Any]:
    """The schemas, so that a field without its description is one too many."""
    schemas: dict[str, Any] = copy.deepcopy(document["components"]["schemas"])
    for schema in schemas.values():
        schema["additionalProperties"] = False
    return schemas


def test_it_is_a_valid_document_of_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_it_has_the_routes_that_are_registered_and_no_others(document):
    registered = {
        (method, route.path)
        for route in app.ROUTES
        if isinstance(route, Route) and not route.path.startswith("/assets/") and route.path != "/api/{path:path}"
        for method in (route.methods or set()) - {"HEAD"}
    }
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described == registered
    assert len(OPERATIONS) == len(registered)


def test_its_address_of_the_server_leads_to_the_routes_from_wherever_it_is(document, server):
    (base,) = document["servers"]
    for root in (f"{server.url}/", "https://school.example/lab/"):
        assert str(httpx.URL(root + DOCUMENT_PATH[1:]).join(base["url"])) == root


@pytest.mark.parametrize("query", ["", "?steps=1", "?model=fashion-cnn", "?way=tutorial&steps=1"])
def test_recognition_is_as_described(web, document, digit, query):
    expect_documented(document, f"POST {RECOGNIZE}", web.post(RECOGNIZE + query, content=digit))
    expect_documented(document, f"POST {RECOGNIZE}", web.post(RECOGNIZE + query, content=BLANK))


def test_cards_and_states_are_as_described(web, document):
    for path in ("/api/v1/models", "/healthz", "/readyz"):
        expect_documented(document, f"GET {path}", web.get(path))


def test_a_file_is_as_described_before_and_after_it_is_made(web, document):
    address = FILES.format(model="dense-128", format="tflite")
    assert expect_documented(document, f"GET {FILES}", web.get(address))["error"]["code"] == "export_not_ready"
    states: list[str] = []
    until = time.monotonic() + TIMEOUT_S
    while "ready" not in states:
        assert time.monotonic() < until, states
        states.append(expect_documented(document, f"POST {FILES}", web.post(address))["state"])
        time.sleep(0.1)
    assert states[0] == "waiting"
    file = web.get(address)
    assert file.headers["content-type"] in document["paths"][FILES]["get"]["responses"]["200"]["content"]
    expect_documented(document, f"POST {FILES}", web.post(FILES.format(model="dense-128", format="keras")))


@pytest.mark.parametrize(
    ("operation", "path", "options", "code"),
    [
        (f"POST {RECOGNIZE}", RECOGNIZE, {"content": b"junk"}, "not_a_picture"),
        (f"POST {RECOGNIZE}", RECOGNIZE, {"content": bytes(MAX_PICTURE_BYTES + 1)}, "picture_too_large"),
        (f"POST {RECOGNIZE}", f"{RECOGNIZE}?model=gone", {"content": BLANK}, "model_not_found"),
        (f"POST {RECOGNIZE}", RECOGNIZE, {"headers": {"origin": "https://evil.example"}}, "foreign_origin"),
        (f"POST {FILES}", FILES.format(model="gone", format="onnx"), {}, "model_not_found"),
        (f"POST {FILES}", FILES.format(model="tiny-16", format="pickle"), {}, "unknown_format"),
        (
            f"POST {FILES}",
            FILES.format(model="tiny-16", format="h5"),
            {"headers": {"origin": "https://evil.example"}},
            "foreign_origin",
        ),
        (f"GET {FILES}", FILES.format(model="gone", format="onnx"), {}, "model_not_found"),
        (f"GET {FILES}", FILES.format(model="tiny-16", format="pickle"), {}, "unknown_format"),
    ],
)
def test_errors_are_as_described(web, document, operation, path, options, code):
    response = web.request(operation.split()[0], path, **options)
    assert expect_documented(document, operation, response)["error"]["code"] == code


def test_errors_of_a_store_and_of_a_recognizer_that_are_out_of_reach_are_as_described(document, tmp_path, digit):
    own = {"DIGITLAB_STORE": "nowhere://bucket/models", "DIGITLAB_RECOGNIZER": "http://127.0.0.1:9"}
    lame = Server(tmp_path, own)
    lame.start()
    try:
        lame.wait_until_alive()
        ask = functools.partial(httpx.request, trust_env=False, timeout=30)
        read = expect_documented(document, f"POST {RECOGNIZE}", ask("POST", lame.url + RECOGNIZE, content=digit))
        assert read["error"]["code"] == "recognizer_unavailable"
        assert expect_documented(document, "GET /readyz", ask("GET", f"{lame.url}/readyz")) == {"status": "starting"}
        expect_documented(document, "GET /api/v1/models", ask("GET", f"{lame.url}/api/v1/models"))
        for method in ("GET", "POST"):
            file = ask(method, lame.url + FILES.format(model="my-model", format="onnx"))
            refused = expect_documented(document, f"{method} {FILES}", file)
            assert refused["error"]["code"] == "store_unavailable"
    finally:
        lame.stop()


EXAMPLES = [
    pytest.param(
        operation.method.lower(), operation.path, language, id=f"{operation.method} {operation.path} {language}"
    )
    for operation in OPERATIONS
    for language in operation.examples
]


@pytest.mark.parametrize(("method", "path", "language"), EXAMPLES)
def test_example_works_as_written(
    document: dict[str, Any], server: Server, digit: bytes, tmp_path: Path, method: str, path: str, language: str
) -> None:
    samples = document["paths"][path][method]["x-codeSamples"]
    (source,) = [sample["source"] for sample in samples if sample["lang"] == language]
    assert "http://127.0.0.1:8501" in source
    source = source.replace("http://127.0.0.1:8501", server.url)
    (tmp_path / "seven.png").write_bytes(digit)
    # curl itself is content with an answer that is an error.
    command = (
        [sys.executable, "-W", "error", "-c", source] if language == "Python" else ["sh", "-c", f"{source} --fail -sS"]
    )
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=TIMEOUT_S)
    assert done.returncode == 0, done.stderr
    written = {file.name for file in tmp_path.iterdir()} - {"seven.png"}
    assert done.stdout.strip() or written
    if path == RECOGNIZE:
        assert done.stdout.startswith("7 0.9" if language == "Python" else '{"model": "digits-cnn"')


def test_unknown_route_points_to_the_document_and_to_its_page(web):
    message = web.get("/api/v1/nothing").json()["error"]["message"]
    assert DOCUMENT_PATH in message
    assert PAGE_PATH in message


@pytest.mark.parametrize(
    ("language", "title"), [("en", "REST interface"), ("zh-TW", "REST 介面"), ("zh-CN", "REST 接口")]
)
def test_page_has_every_operation_with_its_examples_and_asks_no_other_host(web, document, language, title):
    page = web.get(PAGE_PATH, headers={"accept-language": language})
    assert page.headers["content-language"] == language
    assert f"<h1>{title}</h1>" in page.text
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"<b>{method.upper()}</b> <code>{path}</code>" in page.text
            assert operation["x-codeSamples"][0]["source"] in page.text
    assert 'src="http' not in page.text
    assert 'href="http' not in page.text
