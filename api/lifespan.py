"""What the server starts with and ends with: the recognizer process, and the connections to it."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import settings
from recognition import process
from recognition.client import AsyncClient

# st.App keeps a lifespan's state out of its routes' reach, so the routes find their client here.
RECOGNIZER = AsyncClient()


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Start the recognizer, unless the setting `recognizer` names one, and hold connections to it."""
    own = process.shared()
    if not settings.get("recognizer"):
        own.start()
    async with RECOGNIZER:
        yield
    own.stop()
