"""Inquiries are answered one after the other in a thread of their own, so that no live frame waits for one."""

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from base.errors import DigitLabError, RecognizerBusyError
from recognition.answers import Reply
from recognition.inquiry import Inquiry
from recognition.worker.batching import ModelCache
from recognition.worker.explainer import Explainer

MAX_MODELS = 4
# The slowest takes about a second, and a page waits up to `client.TIMEOUT_S`.
MAX_WAITING = 16
NICENESS = 10


class Desk:
    """Answers inquiries; errors become replies too."""

    def __init__(self) -> None:
        self._models = ModelCache(Explainer.load, MAX_MODELS)
        self._thread = ThreadPoolExecutor(1, "explainer", initializer=_give_way)
        self._waiting = 0

    async def answer(self, inquiry: Inquiry) -> Reply:
        """Answer what is asked, when its turn comes."""
        if self._waiting >= MAX_WAITING:
            busy = RecognizerBusyError(f"{MAX_WAITING} explanations are waiting already. Try again in some seconds.")
            return Reply.refusing(busy)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._reply, inquiry)
        finally:
            self._waiting -= 1

    def _reply(self, inquiry: Inquiry) -> Reply:
        try:
            _card, explainer = self._models.get(inquiry.model)
            return Reply(200, json.dumps(explainer.answer(inquiry)).encode())
        except DigitLabError as error:
            return Reply.refusing(error)


def _give_way() -> None:
    if sys.platform == "linux":
        os.nice(NICENESS)  # on Linux, of this thread alone
