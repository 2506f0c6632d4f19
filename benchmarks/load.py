"""Thirty concurrent visitors: each posts frames like the lens' to the server, over a persistent connection."""

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
    """The responses to a load: each latency in ms, and the number of failures."""

    latencies_ms: list[float] = field(default_factory=list)
    errors: collections.Counter[str] = field(default_factory=collections.Counter)
    seconds: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        """Return the sum of both."""
        return Tally(self.latencies_ms + other.latencies_ms, self.errors + other.errors, self.seconds + other.seconds)


def measure(options: Options) -> Iterator[Figure]:
    """Measure frames at drawing speed, then as fast as they are answered."""
    share = 0.3 if options.quick else 1.0
    with processes.digit_lab() as server:
        url = server.url + ROUTE
        run(put_load(url, WARM_UP_S, EVERY_S))
        yield from _steady_figures(run(put_load(url, STEADY_S * share, EVERY_S)))
        yield from _hard_figures(run(put_load(url, HARD_S * share, 0.0)))


def run(load: Coroutine[None, None, Tally]) -> Tally:
    """Run a load on the event loop that takes the least CPU time from the server."""
    try:
        import uvloop
    except ImportError:  # Windows has no uvloop
        return asyncio.run(load)
    tally: Tally = uvloop.run(load)
    return tally


async def put_load(url: str, seconds: float, every_s: float, visitors: int = VISITORS) -> Tally:
    """Run some visitors who post for some seconds.

    Args:
        url: the route's URL.
        seconds: the duration.
        every_s: the interval of each visitor's frames. Latency counts from when a frame was due, so that a frame
            delayed by the previous response does not seem fast. 0.0: send each frame after the previous response.
        visitors: the number of visitors.
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
    """Run one visitor who posts at a constant rate for some seconds; arguments as in `put_load`."""
    tally = Tally()
    cookie = await visitor_cookie(url)
    due = time.perf_counter()
    await _visit(url, cookie, itertools.cycle(frames()), due, due + seconds, every_s, tally)
    return tally


async def visitor_cookie(url: str) -> str:
    """Return a new visitor's cookie from the server's page, so that each visitor has a separate queue."""
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
    """Wait until a time of `time.perf_counter`, possibly in the past."""
    await asyncio.sleep(max(due - time.perf_counter(), 0.0))


@asynccontextmanager
async def connection(cookie: str = "") -> AsyncIterator[aiohttp.ClientSession]:
    """Return a persistent connection with a visitor's cookie."""
    timeout = aiohttp.ClientTimeout(total=30)
    headers = {"Cookie": cookie} if cookie else {}
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(
        timeout=timeout, connector=connector, headers=headers, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        yield session


async def post(session: aiohttp.ClientSession, url: str, frame: bytes, counted_from: float, tally: Tally) -> None:
    """Post a frame, and record its latency or its failure.

    Args:
        session: the connection.
        url: the route's URL.
        frame: the bytes of a PNG file.
        counted_from: the start time, by `time.perf_counter`.
        tally: the tally to update.
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
