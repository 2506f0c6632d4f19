"""What the server starts with and ends with: the recognizer process, the connections to it, tidying the store."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool

from base import settings
from base.errors import DigitLabError
from model_store import tidy
from recognition import recognizer_process
from recognition.client import AsyncClient

# TensorFlow's import would make the first page wait for a core and for the disk.
START_AFTER_S = 1.0
# st.App keeps a lifespan's state out of its routes' reach, so the routes find their client here.
RECOGNIZER = AsyncClient()
TIDY_EVERY_S = 3600.0

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Start the recognizer, unless the setting `recognizer` names one, and hold connections to it."""
    own = recognizer_process.shared()
    start = asyncio.get_running_loop().call_later(START_AFTER_S, own.start)
    if settings.get("recognizer"):
        start.cancel()
    tidying = asyncio.create_task(_tidy_now_and_then())
    async with RECOGNIZER:
        yield
    tidying.cancel()
    start.cancel()
    own.stop()


async def _tidy_now_and_then() -> None:
    """Remove what was deleted from the store long enough ago; never while a page waits for it."""
    while True:
        try:
            await run_in_threadpool(tidy)
        except DigitLabError as error:
            _log.warning("%s", error)
        await asyncio.sleep(TIDY_EVERY_S)
