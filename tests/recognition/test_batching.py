"""What waits is bounded, of each caller and together; large pictures hold up no frame; a stuck reader is noticed."""

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from recognition.answers import Reply
from recognition.caller import Caller
from recognition.recognize_query import RecognizeQuery
from tests.recognition.hostile import encoded, large
from tests.recognition.samples import BLANK

if TYPE_CHECKING:
    from recognition.worker.batching import Batcher

pytestmark = pytest.mark.usefixtures("recognizer")  # TensorFlow is there: nothing below loads it anew

NOISE = encoded(Image.fromarray(np.random.default_rng(0).integers(0, 256, (400, 400, 3), np.uint8)), "PNG")
PUPIL = Caller("pupil", is_browser=True)


def code(reply: Reply) -> tuple[int, str]:
    return reply.status, json.loads(reply.body)["error"]["code"]


@pytest.fixture
def batcher() -> "Batcher":
    """One that does not run yet: what it is asked waits."""
    from recognition.worker.batching import Batcher

    return Batcher()


@contextlib.asynccontextmanager
async def running(batcher: "Batcher") -> AsyncIterator[None]:
    task = asyncio.create_task(batcher.run())
    yield
    task.cancel()
    batcher._opener.close()


async def asked(batcher: "Batcher", content: bytes, caller: Caller, with_steps: bool = False) -> "asyncio.Task[Reply]":
    """A request that waits already."""
    task = asyncio.create_task(batcher.answer(content, RecognizeQuery(with_steps=with_steps), caller))
    await asyncio.sleep(0)
    return task


async def test_large_pictures_beyond_those_that_may_wait_are_told_so_and_small_ones_read(batcher):
    from recognition.worker.batching import MAX_OPENING

    waiting = [await asked(batcher, NOISE, Caller(f"address {number}")) for number in range(MAX_OPENING)]
    assert code(await batcher.answer(NOISE, RecognizeQuery())) == (503, "recognizer_busy")
    async with running(batcher):
        assert (await batcher.answer(BLANK, RecognizeQuery())).status == 200
        assert not any(task.done() for task in waiting)
        assert [reply.status for reply in await asyncio.gather(*waiting)] == [200] * MAX_OPENING
        assert (await batcher.answer(NOISE, RecognizeQuery())).status == 200


async def test_one_caller_has_two_large_pictures_waiting_at_most_and_others_have_their_turn(batcher):
    waiting = [await asked(batcher, large("WEBP"), Caller("attacker")) for _ in range(2)]
    refused = await batcher.answer(large("WEBP"), RecognizeQuery(), Caller("attacker"))
    assert (*code(refused), refused.headers) == (429, "too_many_pictures", {"Retry-After": "1"})
    other = await asked(batcher, NOISE, Caller("other"))
    async with running(batcher):
        assert (await other).status == 200
        assert not waiting[1].done()
        assert (await waiting[1]).status == 200


async def test_one_caller_has_a_bounded_number_of_frames_waiting(batcher):
    from recognition.worker.batching import MAX_WAITING_EACH

    waiting = [await asked(batcher, BLANK, Caller("address")) for _ in range(MAX_WAITING_EACH)]
    assert code(await batcher.answer(BLANK, RecognizeQuery(), Caller("address"))) == (429, "too_many_pictures")
    other = await asked(batcher, BLANK, Caller("other"))
    async with running(batcher):
        assert (await other).status == 200
        assert sum(task.done() for task in waiting) <= 2
        assert {reply.status for reply in await asyncio.gather(*waiting)} == {200}


async def test_newer_frame_of_a_browser_takes_the_place_of_its_older_one_and_of_nothing_else(batcher):
    older = await asked(batcher, BLANK, PUPIL)
    other_question = await asked(batcher, BLANK, PUPIL, with_steps=True)
    other_pupil = await asked(batcher, BLANK, Caller("pupil 2", is_browser=True))
    newer = await asked(batcher, BLANK, PUPIL)
    assert code(await older) == (429, "too_many_pictures")
    async with running(batcher):
        replies = await asyncio.gather(newer, other_question, other_pupil)
    assert [reply.status for reply in replies] == [200, 200, 200]


async def test_reader_that_is_stuck_is_noticed(batcher, monkeypatch):
    from recognition.worker import batching

    may_go_on = threading.Event()
    monkeypatch.setattr(batcher, "_models", batching.ModelCache(lambda _model: may_go_on.wait(20)))
    monkeypatch.setattr(batching, "STUCK_S", 0.1)
    async with running(batcher):
        assert not batcher.is_stuck
        waiting = await asked(batcher, BLANK, PUPIL)
        async with asyncio.timeout(5):
            while not batcher.is_stuck:
                await asyncio.sleep(0.01)
        may_go_on.set()
        with pytest.raises(AttributeError):  # what was loaded is no recognizer
            await waiting
        assert not batcher.is_stuck
