"""Asking the recognizer from the web process: from a route (async) or a page's script (blocking). No TensorFlow."""

import http.client
import io
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import aiohttp

from base import settings
from base.error_wire import error_from_dict
from base.errors import DigitLabError, RecognizerUnavailableError
from recognition.answers import Reply
from recognition.caller import NOBODY, Caller
from recognition.inquiry import Inquiry
from recognition.question import Question
from recognition.recognizer_process import RecognizerProcess

TIMEOUT_S = 20
LARGE_BYTES = 2**20
# A school's proxy must not be asked for a process on this machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class AsyncClient:
    """Connections to the recognizer, for the server's own event loop: open it there, close it there.

    Args:
        process: as of `Client`.
    """

    def __init__(self, process: RecognizerProcess | None = None) -> None:
        self._process = process
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "AsyncClient":
        """Open the connections."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S, sock_connect=2)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def forward(self, content: bytes, question: Question, caller: Caller = NOBODY) -> Reply:
        """Hand a picture's bytes to the recognizer and its reply back, unread.

        Args:
            content: the bytes of a picture file.
            question: what is asked about it.
            caller: whose turn it takes.

        Raises:
            RecognizerUnavailableError: it is starting, restarting, or out of reach.
        """
        if self._session is None:
            raise RecognizerUnavailableError("The server is starting or stopping. Try again in a second.")
        url = f"{_address(self._process)}/recognize"
        # aiohttp writes a file in pieces: a large body at once would hold up the event loop.
        data = content if len(content) < LARGE_BYTES else io.BytesIO(content)
        try:
            async with self._session.post(
                url, params=question.to_query(), data=data, headers=caller.to_headers()
            ) as response:
                body = await response.read()
                if response.content_type != "application/json":
                    raise _out_of_reach(body[:100])
                return Reply(response.status, body, _retry_after_s(response))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _out_of_reach(error) from error

    async def is_ready(self) -> bool:
        """Whether the recognizer answers."""
        if self._session is None:
            return False
        try:
            async with self._session.get(f"{_address(self._process)}/readyz") as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, RecognizerUnavailableError):
            return False


class Client:
    """Asks the recognizer and waits for its answer, in any thread.

    Args:
        process: our own recognizer, where the setting `recognizer` names no other; None: there is none.
    """

    def __init__(self, process: RecognizerProcess | None = None) -> None:
        self._process = process

    def recognize(self, content: bytes, question: Question) -> dict[str, Any]:
        """Read a picture; the reply's JSON object, see `answers.to_json`.

        Raises:
            RecognizerUnavailableError: it is starting, restarting, or out of reach.
            DigitLabError: what the recognizer refuses, as the class of its code.
        """
        return self._ask("recognize", question.to_query(), content)

    def explain(self, inquiry: Inquiry) -> dict[str, Any]:
        """Ask about a network's inside; the reply's JSON object, see `Explainer.answer`. Takes up to some seconds.

        Raises:
            RecognizerUnavailableError: it is starting, restarting, or out of reach.
            DigitLabError: what the recognizer refuses, as the class of its code.
        """
        return self._ask("explain", inquiry.to_query(), inquiry.digit)

    def _ask(self, route: str, query: dict[str, str], content: bytes) -> dict[str, Any]:
        url = f"{_address(self._process)}/{route}?{urllib.parse.urlencode(query)}"
        try:
            with _OPENER.open(urllib.request.Request(url, content), timeout=TIMEOUT_S) as response:
                answer: dict[str, Any] = json.load(response)
                return answer
        except urllib.error.HTTPError as error:
            raise _refusal(error.read()) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _out_of_reach(error) from error


def _address(process: RecognizerProcess | None) -> str:
    """Where the recognizer answers: the setting `recognizer`, else our own process."""
    found = settings.get("recognizer") or (process.address if process else None)
    if not found:
        raise RecognizerUnavailableError("The recognizer is starting. Try again in a few seconds.")
    return found.rstrip("/")


def _retry_after_s(response: aiohttp.ClientResponse) -> int | None:
    seconds = response.headers.get("Retry-After", "")
    return int(seconds) if seconds.isdecimal() else None


def _out_of_reach(error: Exception | bytes) -> RecognizerUnavailableError:
    return RecognizerUnavailableError(f"The recognizer cannot be reached. Received: {error!r}. Try again in a second.")


def _refusal(body: bytes) -> DigitLabError:
    try:
        return error_from_dict(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError) as error:
        # Not our words: a recognizer that failed, or something else at its address.
        return _out_of_reach(error)
