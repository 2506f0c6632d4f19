"""What waits is bounded: beyond that a visitor is told at once that the recognizer is busy."""

import asyncio
import io
import json
import threading

import numpy as np
import pytest
from PIL import Image

from recognition.pictures import open_picture
from recognition.recognize_query import RecognizeQuery
from tests.recognition.samples import BLANK

pytestmark = pytest.mark.usefixtures("recognizer")  # TensorFlow is there: nothing below loads it anew


def large_picture() -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (400, 400, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    return buffer.getvalue()


async def test_large_pictures_beyond_those_that_may_wait_are_told_so_and_small_ones_read(monkeypatch):
    from recognition.worker import batching

    may_open = threading.Event()

    def open_when_told(content: bytes) -> Image.Image:
        if len(content) > batching.LARGE_BYTES:
            may_open.wait(20)
        return open_picture(content)

    monkeypatch.setattr(batching, "open_picture", open_when_told)
    batcher = batching.Batcher()
    running = asyncio.create_task(batcher.run())
    large = large_picture()
    waiting = [asyncio.create_task(batcher.answer(large, RecognizeQuery())) for _ in range(batching.MAX_OPENING)]
    await asyncio.sleep(0)
    refused = await batcher.answer(large, RecognizeQuery())
    assert (refused.status, json.loads(refused.body)["error"]["code"]) == (503, "recognizer_busy")
    assert (await batcher.answer(BLANK, RecognizeQuery())).status == 200
    may_open.set()
    assert [reply.status for reply in await asyncio.gather(*waiting)] == [200] * batching.MAX_OPENING
    assert (await batcher.answer(large, RecognizeQuery())).status == 200
    running.cancel()
