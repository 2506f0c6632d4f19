"""Thirty visitors at once: each posts frames like the lens's to the whole program, over a connection kept open."""

import asyncio
import collections
import itertools
import json
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

import aiohttp

from benchmarks import processes
from benchmarks.frames import frames
from benchmarks.report import Figure, Options, percentile, say

VISITORS = 30
EVERY_S = 0.2
STEADY_S, HARD_S = 15.0, 8.0
WARM_UP_S = 1.0
ROUTE = "/api/v1/recognize?model=&steps=0"


@dataclass
class Tally:
    """What one load was answered with: each answer's time in ms, and how often it was something else than an answer."""

    latencies_ms: list[float] = field(default_factory=list)
    errors: collections.Counter[str] = field(default_factory=collections.Counter)
    seconds: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.latencies_ms + other.latencies_ms, self.errors + other.errors, self.seconds + other.seconds)


def measure(options: Options) -> Iterator[Figure]:
    """Frames at a hand's pace, then as fast as they are answered."""
    share = 0.3 if options.quick else 1.0
    with processes.digit_lab() as server:
        url = server.url + ROUTE
        run(put_load(url, WARM_UP_S, EVERY_S))
        yield from _steady_figures(run(put_load(url, STEADY_S * share, EVERY_S)))
        yield from _hard_figures(run(put_load(url, HARD_S * share, 0.0)))


def run(load: Coroutine[None, None, Tally]) -> Tally:
    """Run a load on a loop that costs the least of the cores that it shares with the server."""
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.run(load)
    tally: Tally = uvloop.run(load)
    return tally


async def put_load(url: str, seconds: float, every_s: float, visitors: int = VISITORS) -> Tally:
    """Some visitors posting for some seconds.

    Args:
        url: the route's address.
        seconds: how long.
        every_s: each visitor's pace. A frame's time counts from when it was due, so that one held up by the answer
            before it is not made to look quick. 0.0: each as soon as its last was answered, and counted from then.
        visitors: how many.
    """
    tally = Tally()
    pictures = frames()
    cookies = [await visitor_cookie(url) for _ in range(visitors)]
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(visitors):
            due = started + number * every_s / visitors
            first = number % len(pictures)
            own = itertools.cycle(pictures[first:] + pictures[:first])
            group.create_task(_visit(url, cookies[number], own, due, started + seconds, every_s, tally))
    tally.seconds = time.perf_counter() - started
    return tally


async def put_one_visitor(url: str, seconds: float, every_s: float) -> Tally:
    """One visitor posting for some seconds at an even pace; arguments as in `put_load`."""
    tally = Tally()
    cookie = await visitor_cookie(url)
    due = time.perf_counter()
    await _visit(url, cookie, itertools.cycle(frames()), due, due + seconds, every_s, tally)
    return tally


async def visitor_cookie(url: str) -> str:
    """The cookie of a new visitor, as the server's page sets it: each has turns of their own."""
    async with connection() as session, session.get(urljoin(url, "/")) as response:
        return response.headers["Set-Cookie"].partition(";")[0]


async def _visit(
    url: str, cookie: str, pictures: Iterator[bytes], due: float, until: float, every_s: float, tally: Tally
) -> None:
    async with connection(cookie) as session:
        for frame in pictures:
            await sleep_until(due)
            counted_from = due if every_s else time.perf_counter()
            if counted_from >= until:
                return
            await post(session, url, frame, counted_from, tally)
            due += every_s


async def sleep_until(due: float) -> None:
    """Wait until a moment of `time.perf_counter`, which may be over already."""
    await asyncio.sleep(max(due - time.perf_counter(), 0.0))


@asynccontextmanager
async def connection(cookie: str = "") -> AsyncIterator[aiohttp.ClientSession]:
    """One connection, kept open, of the visitor with a cookie."""
    timeout = aiohttp.ClientTimeout(total=30)
    headers = {"Cookie": cookie} if cookie else {}
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(
        timeout=timeout, connector=connector, headers=headers, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        yield session


async def post(session: aiohttp.ClientSession, url: str, frame: bytes, counted_from: float, tally: Tally) -> None:
    """Post one frame and note its time, or that it got no answer.

    Args:
        session: what to post through.
        url: the route's address.
        frame: the bytes of a PNG file.
        counted_from: when its time starts, by `time.perf_counter`.
        tally: where to note it.
    """
    try:
        async with session.post(url, data=frame) as response:
            body = await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        tally.errors[type(error).__name__] += 1
        return
    if response.status == 200 and len(json.loads(body)["probabilities"]) == 10:
        tally.latencies_ms.append((time.perf_counter() - counted_from) * 1000)
    else:
        tally.errors[str(response.status)] += 1


def _steady_figures(tally: Tally) -> Iterator[Figure]:
    every = f"{VISITORS} visitors, a frame every {EVERY_S} s"
    yield Figure("load", f"{every}, p50", percentile(tally.latencies_ms, 50), "ms")
    yield Figure("load", f"{every}, p95", percentile(tally.latencies_ms, 95), "ms", at_most=60)
    yield _errors(every, tally)


def _hard_figures(tally: Tally) -> Iterator[Figure]:
    flood = f"{VISITORS} visitors, as fast as answered"
    rate = len(tally.latencies_ms) / tally.seconds
    yield Figure("load", f"{flood}, answers", rate, "a second", at_least=400)
    yield Figure("load", f"{flood}, p95", percentile(tally.latencies_ms, 95), "ms")
    yield _errors(flood, tally)


def _errors(load: str, tally: Tally) -> Figure:
    if tally.errors:
        say(f"{load}: {dict(tally.errors)}")
    return Figure("load", f"{load}, errors", sum(tally.errors.values()), "", at_most=0)
