"""The recognizer process answers all at once and each rightly, comes back when killed, and ends with its parent."""

import asyncio
import base64
import io
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import aiohttp
import numpy as np
import psutil
import pytest
from PIL import Image

from base import errors, settings
from base.settings import MAX_PICTURE_BYTES
from model_store import save_model
from recognition.client import AsyncClient, Client
from recognition.recognize_query import RecognizeQuery
from recognition.recognizer_process import BEAT_S, BEAT_TIMEOUT_S, SILENT_S
from tests.model_store.cards import card
from tests.recognition.conftest import wait_for_address
from tests.recognition.networks import file_of, network
from tests.recognition.samples import BLANK, digit_files, png
from tests.recognition.test_numbers import written
from tests.server import free_port

EVERY_STEP = ["ink", "cropped", "fitted", "centred"]


@pytest.fixture(scope="module", autouse=True)
def lone_process() -> Iterator[subprocess.Popen[bytes]]:
    """One that no `RecognizerProcess` looks after; it starts while the other does, for the last test."""
    with subprocess.Popen(
        [sys.executable, "-m", "recognition.worker"],
        cwd=settings.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield process
        process.kill()


async def post(address: str, content: bytes, query: str = "") -> tuple[int, str, dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/recognize{query}", data=io.BytesIO(content)) as response,
    ):
        return response.status, response.content_type, json.loads(await response.read())


async def test_digit_is_answered_in_full(address):
    ((content, label),) = digit_files(1)
    status, kind, answer = await post(address, content)
    assert (status, kind) == (200, "application/json")
    assert (answer["model"], answer["label"], answer["reason"]) == ("digits-cnn", label, None)
    assert answer["class_names"] == list("0123456789")
    assert np.argmax(answer["probabilities"]) == label
    assert sum(answer["probabilities"]) == pytest.approx(1.0, abs=1e-3)
    assert len(base64.b64decode(answer["digit"])) == 784
    assert "steps" not in answer


async def test_steps_are_small_pictures(address):
    ((content, _),) = digit_files(1)
    _, _, answer = await post(address, content, "?steps=1")
    assert [step["name"] for step in answer["steps"]] == EVERY_STEP
    for step in answer["steps"]:
        picture = Image.open(io.BytesIO(base64.b64decode(step["png"])))
        assert (picture.format, max(picture.size) <= 112) == ("PNG", True)


async def test_number_is_answered_with_each_digit_s_box_and_picture(address):
    _, _, answer = await post(address, png(written("1984")))
    assert (answer["number"], answer["label"], answer["size"]) == ("1984", None, [600, 170])
    assert [found["label"] for found in answer["digits"]] == [1, 9, 8, 4]
    for found in answer["digits"]:
        left, top, right, bottom = found["box"]
        assert 0 <= left < right <= 600
        assert 0 <= top < bottom <= 170
        assert len(base64.b64decode(found["digit"])) == 784
        assert sum(found["probabilities"]) == pytest.approx(1.0, abs=1e-3)


async def test_tutorials_way_shrinks_the_whole_picture_and_says_so(address):
    ((content, _),) = digit_files(1)
    _, _, ours = await post(address, content)
    _, _, theirs = await post(address, content, "?way=tutorial&steps=1")
    assert (ours["way"], theirs["way"]) == ("prepared", "tutorial")
    assert [step["name"] for step in theirs["steps"]] == ["grey", "shrunk"]
    assert ours["digit"] != theirs["digit"]
    _, _, blank = await post(address, BLANK, "?way=tutorial")
    assert (blank["reason"], blank["label"] is None, len(blank["digits"])) == (None, False, 1)


async def test_way_that_nobody_knows_is_ours(address):
    assert (await post(address, BLANK, "?way=nonsense"))[2]["way"] == "prepared"


async def test_blank_picture_is_answered_with_its_reason(address):
    status, _, answer = await post(address, BLANK)
    assert (status, answer["label"], answer["reason"]) == (200, None, "blank")


@pytest.mark.parametrize(
    ("content", "query", "status", "code"),
    [
        (b"junk", "", 400, "not_a_picture"),
        (b"", "", 400, "not_a_picture"),
        (BLANK, "?model=no-such-model", 404, "model_not_found"),
        (BLANK, "?model=../../etc", 404, "model_not_found"),
        (bytes(MAX_PICTURE_BYTES), "", 400, "not_a_picture"),
        (bytes(MAX_PICTURE_BYTES + 1), "", 413, "picture_too_large"),
        (bytes(MAX_PICTURE_BYTES + 100_000), "", 413, "picture_too_large"),
    ],
    ids=["junk", "nothing", "unknown model", "a path for a model", "largest", "a byte too many", "far too many"],
)
async def test_what_cannot_be_read_is_an_error_in_json(address, content, query, status, code):
    answered, kind, answer = await post(address, content, query)
    assert (answered, kind, answer["error"]["code"]) == (status, "application/json", code)
    assert answer["error"]["message"]


async def test_good_and_bad_pictures_at_once_are_each_answered_rightly(address):
    files = digit_files(30)
    async with aiohttp.ClientSession() as session:

        async def ask(content: bytes, query: str) -> tuple[int, dict[str, Any]]:
            async with session.post(f"{address}/recognize{query}", data=content) as response:
                return response.status, await response.json()

        good = [ask(content, "") for content, _ in files]
        bad = [ask(b"junk", ""), ask(BLANK, ""), ask(BLANK, "?model=gone")] * 10
        answers = await asyncio.gather(*good, *bad)
    right = sum(answer["label"] == label for (_, answer), (_, label) in zip(answers[:30], files, strict=True))
    assert [status for status, _ in answers[:30]] == [200] * 30
    assert right >= 29
    assert [status for status, _ in answers[30:]] == [400, 200, 404] * 10
    assert [answer["reason"] for _, answer in answers[31::3]] == ["blank"] * 10


async def test_visitor_who_goes_away_holds_up_nobody(address):
    ((content, label),) = digit_files(1)
    impatient = [asyncio.create_task(post(address, content)) for _ in range(20)]
    await asyncio.sleep(0.005)
    for task in impatient:
        task.cancel()
    await asyncio.gather(*impatient, return_exceptions=True)
    assert (await post(address, content))[2]["label"] == label


async def test_model_that_is_saved_later_is_found_and_a_damaged_one_fails_alone(address, recognizer_store, monkeypatch):
    monkeypatch.setenv("DIGITLAB_STORE", str(recognizer_store))
    fashion = card(name="Mode", class_names=tuple(f"名{number}" for number in range(10)))
    saved = save_model(file_of(network(28, 28)), fashion)
    damaged = save_model(b"no network", card())
    ((content, label),) = digit_files(1)
    new, bad, old = await asyncio.gather(
        post(address, content, f"?model={saved.id}"),
        post(address, content, f"?model={damaged.id}"),
        post(address, content),
    )
    assert (new[0], new[2]["model"], new[2]["class_names"][9]) == (200, saved.id, "名9")
    assert (bad[0], bad[2]["error"]["code"]) == (500, "model_corrupt")
    assert old[2]["label"] == label


async def test_other_paths_and_methods_are_no_service(address):
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}/recognize") as response:
            assert response.status == 405
        async with session.get(f"{address}/readyz") as response:
            assert await response.json() == {"status": "ready"}


@pytest.mark.usefixtures("address")
def test_client_gets_what_the_process_says():
    ((content, label),) = digit_files(1)
    answer = Client().recognize(content, RecognizeQuery(with_steps=True))
    assert answer["label"] == label
    assert [step["name"] for step in answer["steps"]] == EVERY_STEP


@pytest.mark.parametrize(
    ("content", "model", "kind"),
    [
        (b"junk", "", errors.NotAPictureError),
        (b"", "", errors.NotAPictureError),
        (BLANK, "no-such-model", errors.ModelNotFoundError),
        (BLANK, "名前 & ?", errors.ModelNotFoundError),
        (bytes(MAX_PICTURE_BYTES + 1), "", errors.PictureTooLargeError),
        (bytes(MAX_PICTURE_BYTES + 100_000), "", errors.PictureTooLargeError),
    ],
)
@pytest.mark.usefixtures("address")
def test_client_raises_what_the_process_refuses_as_its_class_with_its_details(content, model, kind):
    with pytest.raises(kind) as caught:
        Client().recognize(content, RecognizeQuery(model or "digits-cnn"))
    assert type(caught.value) is kind
    assert kind is not errors.PictureTooLargeError or caught.value.details["limit"] == 20
    assert kind is not errors.ModelNotFoundError or caught.value.details == {"model": model}


def test_without_a_process_the_client_says_so(monkeypatch):
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(errors.RecognizerUnavailableError, match="cannot be reached"):
        Client().recognize(BLANK, RecognizeQuery())


async def test_without_a_process_the_server_s_client_says_so(monkeypatch):
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", f"http://127.0.0.1:{free_port()}")
    async with AsyncClient() as asking:
        assert not await asking.is_ready()
        with pytest.raises(errors.RecognizerUnavailableError, match="cannot be reached"):
            await asking.forward(BLANK, RecognizeQuery())
    with pytest.raises(errors.RecognizerUnavailableError, match="starting or stopping"):
        await asking.forward(BLANK, RecognizeQuery())


async def test_something_else_at_the_recognizer_s_address_is_no_recognizer(address, monkeypatch):
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", f"{address}/no/such/path")
    with pytest.raises(errors.RecognizerUnavailableError):
        Client().recognize(BLANK, RecognizeQuery())
    async with AsyncClient() as asking:
        assert not await asking.is_ready()
        with pytest.raises(errors.RecognizerUnavailableError):
            await asking.forward(BLANK, RecognizeQuery())


def test_process_that_was_killed_is_started_again_elsewhere(recognizer_process, monkeypatch):
    before = wait_for_address(recognizer_process)
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", before)
    killed = psutil.Process(recognizer_process.pid)
    killed.kill()
    killed.wait(5)
    with pytest.raises(errors.RecognizerUnavailableError):
        Client().recognize(BLANK, RecognizeQuery())
    after = wait_for_address(recognizer_process, lambda found: found != before)
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", after)
    assert Client().recognize(BLANK, RecognizeQuery())["reason"] == "blank"
    assert recognizer_process.pid != killed.pid


def test_process_that_is_silent_is_given_no_more_pictures_and_replaced(recognizer_process):
    before = wait_for_address(recognizer_process)
    silent = psutil.Process(recognizer_process.pid)
    silent.suspend()
    stopped_at = time.monotonic()
    silent.wait(SILENT_S + BEAT_S + 2 * BEAT_TIMEOUT_S)
    assert time.monotonic() - stopped_at < 15
    assert recognizer_process.address is None
    wait_for_address(recognizer_process, lambda found: found != before)
    assert Client(recognizer_process).recognize(BLANK, RecognizeQuery())["reason"] == "blank"


def test_process_that_is_slow_for_a_moment_goes_on(recognizer_process):
    address = wait_for_address(recognizer_process)
    process = psutil.Process(recognizer_process.pid)
    process.suspend()
    while recognizer_process.address is not None:
        time.sleep(0.01)
    process.resume()
    assert wait_for_address(recognizer_process) == address
    assert process.is_running()


def test_process_says_its_address_on_one_line_and_ends_with_its_parent(lone_process):
    assert lone_process.stdin is not None
    assert lone_process.stdout is not None
    address = json.loads(lone_process.stdout.readline())["address"]
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as response:
        assert json.load(response) == {"status": "ready"}
    assert {bound.laddr.ip for bound in psutil.Process(lone_process.pid).net_connections()} == {"127.0.0.1"}
    lone_process.stdin.close()
    assert lone_process.wait(5) == 0
    assert lone_process.stdout.read() == b""
