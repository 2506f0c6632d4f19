"""Response times while one client sends costly files, or requests on 100 connections."""

import asyncio
import contextlib
import functools
import itertools
import multiprocessing
import time
from collections.abc import Callable, Coroutine, Iterator

import aiohttp

from benchmarks import processes
from benchmarks.frames import frames
from benchmarks.load import EVERY_S, ROUTE, Tally, put_load, run
from benchmarks.report import Figure, Options, percentile, say
from tests.recognition.hostile import jpeg_of_scans, large

VISITORS = 6
WARM_UP_S = 2.0
# Slices with and without the attack alternate, so that other load on the machine affects both equally.
ROUNDS, ALONE_S, ATTACKED_S, CALM_S = 4, 10.0, 15.0, 4.0
FILES_A_MINUTE = 50
CONNECTIONS = 100
GOAL = 1.5

Attack = Callable[[str], Coroutine[None, None, None]]


def measure(options: Options) -> Iterator[Figure]:
    """Measure visitors alone, and under each attack."""
    rounds = 1 if options.quick else ROUNDS
    say("Making the costly files …")
    costly = [jpeg_of_scans(5000, 2403), *(large(form) for form in ("WEBP", "GIF", "HEIF", "PNG"))]
    with processes.digit_lab() as server:
        url = server.url + ROUTE
        run(put_load(url, WARM_UP_S, EVERY_S, VISITORS))
        yield from _compare(
            f"{FILES_A_MINUTE} costly files a minute", url, rounds, functools.partial(_send_files, costly)
        )
        yield from _compare(f"one visitor on {CONNECTIONS} connections", url, rounds, _flood)


def _compare(name: str, url: str, rounds: int, attack: Attack) -> Iterator[Figure]:
    alone, attacked = Tally(), Tally()
    for _ in range(rounds):
        alone += run(put_load(url, ALONE_S, EVERY_S, VISITORS))
        with _attacking(attack, url):
            attacked += run(put_load(url, ATTACKED_S, EVERY_S, VISITORS))
        time.sleep(CALM_S)  # let the attack's remaining work finish
    for percent in (50, 95):
        value, baseline = (percentile(tally.latencies_ms, percent) for tally in (attacked, alone))
        note = f"baseline: the same {VISITORS} visitors alone" if percent == 50 else ""
        at_most = GOAL * baseline if percent == 95 else None
        yield Figure("fairness", f"{name}: others' frames, p{percent}", value, "ms", baseline, at_most, note=note)
    if attacked.errors:
        say(f"{name}: {dict(attacked.errors)}")
    yield Figure("fairness", f"{name}: others' errors", sum(attacked.errors.values()), "", at_most=0)


@contextlib.contextmanager
def _attacking(attack: Attack, url: str) -> Iterator[None]:
    """Run the attack in a separate process, so that it does not slow the visitors' measurement."""
    process = multiprocessing.get_context("spawn").Process(target=_attack, args=(attack, url), daemon=True)
    process.start()
    yield
    process.kill()
    process.join()


def _attack(attack: Attack, url: str) -> None:
    asyncio.run(attack(url))


async def _send_files(files: list[bytes], url: str) -> None:
    """Send files one after the other at a constant rate, ignoring the responses, from one address without a cookie."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session, asyncio.TaskGroup() as group:
        for content in itertools.cycle(files):
            group.create_task(_send(session, url, content))
            await asyncio.sleep(60 / FILES_A_MINUTE)


async def _flood(url: str) -> None:
    """Send frames on many connections, each as soon as the previous one is answered."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_ask_for_ever(session, url))


async def _ask_for_ever(session: aiohttp.ClientSession, url: str) -> None:
    for content in itertools.cycle(frames()):
        await _send(session, url, content)


async def _send(session: aiohttp.ClientSession, url: str, content: bytes) -> None:
    try:
        async with session.post(url, data=content) as response:
            await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        say(f"An attacker's request failed: {error!r}")
