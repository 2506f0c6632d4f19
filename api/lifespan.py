"""The server's lifespan: start and stop the services and the recognizer process; tidy the store."""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool

from base import settings
from base.errors import DigitLabError
from base.processes.open_files import raise_open_file_limit
from model_store import tidy
from use_cases.services import Services, provided

# Delay the recognizer: TensorFlow's import would compete with the first page for CPU and disk.
START_AFTER_S = 1.0
TIDY_EVERY_S = 3600.0

# What is kept is for nobody else on this machine: files 0600, folders 0700; child processes inherit it.
PRIVATE = 0o077

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Create the services, and start the recognizer unless the setting `recognizer` names one."""
    os.umask(PRIVATE)
    raise_open_file_limit()
    own = Services.make()
    start = asyncio.get_running_loop().call_later(START_AFTER_S, own.recognizer_process.start)
    if settings.get("recognizer"):
        start.cancel()
    tidying = asyncio.create_task(_tidy_periodically())
    with provided(own):
        async with own.live_recognizer:
            yield
    tidying.cancel()
    start.cancel()
    await run_in_threadpool(own.close)


async def _tidy_periodically() -> None:
    """Periodically remove files that were marked as deleted, in a background thread."""
    while True:
        try:
            await run_in_threadpool(tidy)
        except DigitLabError as error:
            _log.warning("%s", error)
        await asyncio.sleep(TIDY_EVERY_S)
