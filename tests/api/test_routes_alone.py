"""The REST routes without what is behind them: no recognizer, odd models."""

import json
import math
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

import api
from model_store import save_model
from tests.model_store.cards import card
from tests.recognition.samples import BLANK
from tests.server import free_port

ROUTE = "/api/v1/recognize"


@pytest.fixture
async def web(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """The routes, with a recognizer that is out of reach."""
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", f"http://127.0.0.1:{free_port()}")
    app = Starlette(routes=list(api.ROUTES), lifespan=api.lifespan)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


async def test_recognizer_out_of_reach_is_said_with_503(web):
    response = await web.post(ROUTE, content=BLANK)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (503, "recognizer_unavailable")
    assert "Try again" in error["message"]


async def test_recognizer_out_of_reach_is_not_ready_but_the_server_lives(web):
    response = await web.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "starting"})
    assert (await web.get("/healthz")).status_code == 200


async def test_models_are_listed_without_a_recognizer_the_saved_ones_after_the_shipped(web):
    saved = save_model(b"content", card(name="我的網路"))
    listed = (await web.get("/api/v1/models")).json()["models"]
    assert (listed[-1]["id"], listed[-1]["name"]) == (saved.id, "我的網路")


async def test_model_whose_training_diverged_is_listed_in_valid_json(web):
    saved = save_model(b"content", card(test_loss=math.nan, history={"loss": [1.0, math.inf, math.nan]}))
    response = await web.get("/api/v1/models")
    listed = json.loads(response.text, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))
    (diverged,) = [each for each in listed["models"] if each["id"] == saved.id]
    assert diverged["test_loss"] is None
    assert diverged["history"]["loss"] == [1.0, None, None]
