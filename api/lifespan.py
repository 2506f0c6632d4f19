"""What the server starts with and ends with: the recognizer process, and the connections to it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import settings
from recognition import process
from recognition.client import AsyncClient

# TensorFlow's import would make the first page wait for a core and for the disk.
START_AFTER_S = 1.0
# st.App keeps a lifespan's state out of its routes' reach, so the routes find their client here.
RECOGNIZER = AsyncClient()


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Start the recognizer, unless the setting `recognizer` names one, and hold connections to it."""
    own = process.shared()
    start = asyncio.get_running_loop().call_later(START_AFTER_S, own.start)
    if settings.get("recognizer"):
        start.cancel()
    async with RECOGNIZER:
        yield
    start.cancel()
    own.stop()
