"""The web server is killed in the middle of a training: the page names it, and one click lets it go on."""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import TRAINING_TIMEOUT_MS
from tests.server import Server
from training.recipe.link import to_query
from training.recipe.recipes import RECIPES

RECIPE = dataclasses.replace(RECIPES["tiny-16"], epochs=20)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as running:
        yield running


def _losses(server: Server) -> list[float]:
    """The curve of the server's only run, as its folder holds it."""
    (record,) = server.runs.glob("*/run.json")
    losses: list[float] = json.loads(record.read_text())["history"].get("loss", [])
    return losses


def test_a_run_interrupted_by_the_servers_death_goes_on_from_its_last_epoch(page: Page, own_server: Server) -> None:
    page.goto(f"{own_server.url}/train?{urlencode(to_query(RECIPE))}")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text(re.compile(r"epoch ([4-9]|1\d) of 20"))).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    own_server.kill()
    before = _losses(own_server)
    assert 2 <= len(before) < RECIPE.epochs

    own_server.start()
    own_server.wait_until_alive()
    page.reload()
    expect(page.locator(".stMarkdownBadge", has_text="interrupted")).to_be_visible()
    assert _losses(own_server) == before, "looking at it trains nothing"
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("Test accuracy", exact=True)).to_be_visible(timeout=TRAINING_TIMEOUT_MS)
    after = _losses(own_server)
    assert len(after) == RECIPE.epochs
    assert after[: len(before)] == before
