"""What lives as long as the web process is there once, also when thirty visitors ask for it at the same moment."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import psutil
import pytest
from starlette.applications import Starlette
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import api
from base import settings
from tests.base.test_made_once import asked_at_once
from tests.server import Server
from training.recipe.recipes import RECIPES
from training.runs.files import RunFiles
from training.runs.table import RunTable
from use_cases.services import provided, services

VISITORS = 30
RUNS_BEFORE = 50
TIMEOUT_S = 60
# Eight threads of a process that has not loaded anything yet; it prints how many things they got.
FRESH = """
import sys
from tests.base.test_made_once import asked_at_once
from {module} import {name}
sys.setswitchinterval(1e-5)
print(len(set(map(id, asked_at_once(lambda: {name}({arguments}))))))
"""


async def test_threads_within_the_lifespan_get_the_same_objects(monkeypatch):
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", "http://127.0.0.1:9")
    app = Starlette(lifespan=api.lifespan)
    async with app.router.lifespan_context(app):
        found = await asyncio.to_thread(asked_at_once, services)
        assert [each is found[0] for each in found] == [True] * len(found)
        for name in ("runs", "conversions", "evaluations", "maps", "recognizer", "recognizer_process"):
            assert len({id(getattr(each, name)) for each in found}) == 1


def test_without_a_lifespan_there_are_none():
    with provided(None), pytest.raises(RuntimeError, match="lifespan"):  # type: ignore[arg-type]
        services()


@pytest.mark.parametrize(
    ("module", "name", "arguments"),
    [("image_data", "load", "'mnist'"), ("recognition.worker.recognizer", "_shipped", "")],
)
def test_threads_of_a_fresh_process_load_once(module, name, arguments):
    code = FRESH.format(module=module, name=name, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "1\n", done.stderr


def test_thirty_visitors_who_open_train_at_once_start_one_trainer(tmp_path: Path):
    server = Server(tmp_path, {"DIGITLAB_RECOGNIZER": "http://127.0.0.1:9"})
    _train_before(server.runs)
    try:
        server.start()
        server.wait_until_alive()
        asyncio.run(_visit_together(server, "train"))
        assert len(_trainers(server)) == 1
    finally:
        server.stop()


def _train_before(folder: Path) -> None:
    """Runs of the day before: to read them takes the board a moment, in which others ask for it."""
    table = RunTable(RunFiles(folder))
    for visitor in range(RUNS_BEFORE):
        table.add(f"visitor {visitor}", [RECIPES["tiny-16"]])


async def _visit_together(server: Server, page: str) -> None:
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for _ in range(VISITORS):
            group.create_task(_visit(session, server, page))


async def _visit(session: aiohttp.ClientSession, server: Server, page: str) -> None:
    """Open a page as a browser does, and wait until its script has run."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    url = f"{server.url}/_stcore/stream"
    async with session.ws_connect(url, protocols=("streamlit",), origin=server.url, max_msg_size=0) as socket:
        await socket.send_bytes(asked.SerializeToString())
        async with asyncio.timeout(TIMEOUT_S):
            async for message in socket:
                told = ForwardMsg.FromString(message.data)
                if told.WhichOneof("type") == "script_finished":
                    return
    raise AssertionError("The connection was closed before the page was there.")


def _trainers(server: Server) -> list[psutil.Process]:
    """Those that were started, once one of them has started its worker: by then the others would be there, too."""
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        commands = {child: " ".join(child.cmdline()) for child in server.children()}
        if any("spawn_main" in command for command in commands.values()):
            return [child for child, command in commands.items() if "training.runs.cluster" in command]
        time.sleep(0.05)
    raise AssertionError(f"No trainer has a worker after {TIMEOUT_S} s:\n{server.output()}")
