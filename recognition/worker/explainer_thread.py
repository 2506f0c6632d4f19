"""Compute explanations one at a time in a separate thread, so that no live frame waits for one."""

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from base.errors import DigitLabError, RecognizerBusyError
from recognition.answers import Reply
from recognition.explain_query import ExplainQuery
from recognition.worker.batching import ModelCache
from recognition.worker.explainer import Explainer

MAX_MODELS = 4
# The slowest takes about a second, and a page waits up to `client.TIMEOUT_S`.
MAX_WAITING = 16
NICENESS = 10


class ExplainerThread:
    """A thread that computes explanations; errors become replies too."""

    def __init__(self) -> None:
        self._models = ModelCache(Explainer.load, MAX_MODELS)
        self._thread = ThreadPoolExecutor(1, "explainer", initializer=_lower_priority)
        self._waiting = 0

    async def answer(self, query: ExplainQuery) -> Reply:
        """Queue a query and wait for its reply."""
        if self._waiting >= MAX_WAITING:
            busy = RecognizerBusyError(f"{MAX_WAITING} explanations are waiting already. Try again in some seconds.")
            return Reply.refusing(busy)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._reply, query)
        finally:
            self._waiting -= 1

    def _reply(self, query: ExplainQuery) -> Reply:
        try:
            _card, explainer = self._models.get(query.model)
            return Reply(200, json.dumps(explainer.answer(query)).encode())
        except DigitLabError as error:
            return Reply.refusing(error)


def _lower_priority() -> None:
    if sys.platform == "linux":
        os.nice(NICENESS)  # on Linux this affects only the current thread
