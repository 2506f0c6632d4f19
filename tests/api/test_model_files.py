"""Models as files over REST: asked for, waited for, taken home in pieces; every refusal as JSON."""

import asyncio
import io
import time
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import numpy as np
import pytest
from starlette.applications import Starlette

import api
from base.jobs.queue import MAX_PER_VISITOR, Jobs
from base.keras_models.files import model_from_bytes
from conversion.check import Check
from conversion.conversion_board import ConversionBoard
from conversion.export_cache import save_export
from conversion.formats import FORMATS
from model_store import read_model, save_model
from tests.base.jobs.scripted import Gated
from tests.model_store.cards import card
from tests.recognition.networks import diverged, file_of, network

TIMEOUT_S = 60
ONNX = "/api/v1/models/tiny-16/files/onnx"
KERAS = "/api/v1/models/tiny-16/files/keras"


@pytest.fixture(autouse=True)
def board(hand_in: Callable[..., None]) -> Iterator[ConversionBoard]:
    """A board that knows nothing yet."""
    own = ConversionBoard()
    hand_in(conversions=own)
    yield own
    own.close()


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    """The routes alone."""
    transport = httpx.ASGITransport(Starlette(routes=list(api.ROUTES)))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def end_of(web: httpx.AsyncClient, address: str) -> httpx.Response:
    """What GET says once it no longer says that the file is not ready."""
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        response = await web.get(address)
        if response.status_code != 409:
            return response
        await asyncio.sleep(0.05)
    raise AssertionError(f"Not ready in {TIMEOUT_S} s: {response.text}")


def refusal(response: httpx.Response) -> tuple[int, str]:
    error = response.json()["error"]
    assert error["message"]
    return response.status_code, error["code"]


async def test_export_is_asked_for_waited_for_and_taken_home(web):
    assert refusal(await web.get(ONNX)) == (409, "export_not_ready")
    asked = await web.post(ONNX)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    file = await end_of(web, ONNX)
    assert file.status_code == 200
    assert file.headers["content-disposition"] == 'attachment; filename="tiny-16.onnx"'
    asked = await web.post(ONNX)
    assert (asked.status_code, asked.json()["state"], asked.json()["size"]) == (200, "ready", len(file.content))
    assert int(file.headers["content-length"]) == len(file.content)
    check = asked.json()["check"]
    assert (check["images"], check["same_labels"]) == (100, 100)
    assert check["largest_difference"] < 1e-5


async def test_web_page_comes_as_a_download_and_never_runs_here(web):
    address = "/api/v1/models/tiny-16/files/html"
    await web.post(address)
    file = await end_of(web, address)
    assert file.status_code == 200
    assert file.headers["content-disposition"] == 'attachment; filename="tiny-16.html"'
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-type"] == "text/html; charset=utf-8"
    assert file.text.startswith("<!doctype html>")


async def test_the_stores_own_file_is_there_at_once(web):
    assert (await web.post(KERAS)).json()["state"] == "ready"
    file = await web.get(KERAS)
    assert file.content == read_model("tiny-16")
    assert int(file.headers["content-length"]) == len(file.content)


async def test_model_that_an_earlier_version_saved_goes_out_as_older_keras_opens_it(web, tmp_path):
    model = network(28, 28)
    model.save(tmp_path / "model.keras")
    content = (tmp_path / "model.keras").read_bytes()
    saved = save_model(content, card())
    address = f"/api/v1/models/{saved.id}/files/keras"
    asked = await web.post(address)
    file = (await web.get(address)).content
    assert asked.json()["size"] == len(file)
    with zipfile.ZipFile(io.BytesIO(content)) as kept, zipfile.ZipFile(io.BytesIO(file)) as given:
        assert "quantization_config" in kept.read("config.json").decode()
        assert "quantization_config" not in given.read("config.json").decode()
        assert kept.read("model.weights.h5") == given.read("model.weights.h5")
    images = np.zeros((1, 28, 28), np.float32)
    np.testing.assert_array_equal(model_from_bytes(file)(images), model(images))
    assert read_model(saved.id) == content


async def test_failed_export_says_so_and_may_be_tried_again(web):
    saved = save_model(file_of(diverged()), card())
    address = f"/api/v1/models/{saved.id}/files/h5"
    await web.post(address)
    assert refusal(await end_of(web, address)) == (422, "export_numbers")
    assert (await web.post(address)).status_code == 202


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/models/nobody/files/onnx", "model_not_found"),
        ("/api/v1/models/..%2F..%2Fetc/files/keras", "unknown_route"),
        ("/api/v1/models/tiny-16/files/pickle", "unknown_format"),
        ("/api/v1/models/tiny-16/files/onnx/more", "unknown_route"),
    ],
)
async def test_what_is_not_there_is_404(web, address, code):
    assert refusal(await web.get(address)) == (404, code)
    assert refusal(await web.post(address)) == (404, code)


async def test_another_sites_page_cannot_have_files_made(web):
    assert refusal(await web.post(ONNX, headers={"origin": "http://elsewhere"})) == (403, "foreign_origin")
    assert refusal(await web.get(ONNX)) == (409, "export_not_ready")


async def test_visitor_with_enough_waiting_is_refused(web, hand_in):
    busy = ConversionBoard(Jobs(Gated()))
    hand_in(conversions=busy)
    made = [kind for kind in FORMATS if kind != "keras"]
    assert len(made) == MAX_PER_VISITOR
    for kind in made:
        assert (await web.post(f"/api/v1/models/dense-128/files/{kind}")).status_code == 202
    assert refusal(await web.post(ONNX)) == (429, "too_many_jobs")
    busy.close()


async def test_file_that_was_deleted_since_can_be_made_again(web, tmp_path):
    saved = save_model(b"content", card())
    save_export(saved, FORMATS["onnx"], b"exported", Check(100, 100, 0.0, "a runtime"))
    address = f"/api/v1/models/{saved.id}/files/onnx"
    assert (await web.get(address)).content == b"exported"
    (tmp_path / "models" / saved.id / "exports" / "model.onnx").unlink()
    assert refusal(await web.get(address)) == (409, "export_not_ready")
