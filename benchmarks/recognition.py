"""Latency from a picture's bytes to its answer: in the recognizer, through its process, and through the server.

The pictures are PNG files of 144×144 pixels, as the lens sends them. The baseline is `model.predict` of the same
network for a picture that is already preprocessed.
"""

import time
from collections.abc import Iterator

from benchmarks import processes
from benchmarks.frames import frames
from benchmarks.load import ROUTE, Tally, connection, post, run
from benchmarks.report import Figure, Options, percentile
from model_store import DEFAULT_MODEL

REPEATS, PREDICTS, WARM_UP = 500, 60, 20


def measure(options: Options) -> Iterator[Figure]:
    """Measure in one process, then a visitor's consecutive frames over a persistent connection."""
    repeats, predicts = (60, 15) if options.quick else (REPEATS, PREDICTS)
    times = processes.with_tensorflow("time_recognizer", model=DEFAULT_MODEL, repeats=repeats, predicts=predicts)
    yield from _inside(times)
    with processes.recognizer() as address:
        yield from _through("recognizer process", f"{address}/recognize", repeats, times["predict"])
    with processes.digit_lab() as server:
        yield from _through("whole server", server.url + ROUTE, repeats, times["predict"])


def _inside(times: dict[str, list[float]]) -> Iterator[Figure]:
    for percent in (50, 95):
        value, baseline = percentile(times["single"], percent), percentile(times["predict"], percent)
        at_most = min(5.0, baseline / 10) if percent == 50 else None
        note = "baseline: model.predict on one picture" if percent == 50 else ""
        yield Figure("recognition", f"in the recognizer, p{percent}", value, "ms", baseline, at_most=at_most, note=note)
    batch = percentile(times["batch"], 50)
    yield Figure("recognition", "in the recognizer, 32 together, p50", batch, "ms")


def _through(what: str, url: str, repeats: int, predict: list[float]) -> Iterator[Figure]:
    run(_one_after_the_other(url, WARM_UP))
    tally = run(_one_after_the_other(url, repeats))
    if tally.errors:
        raise RuntimeError(f"The {what} refused frames. Received: {dict(tally.errors)}.")
    for percent in (50, 95):
        value, baseline = percentile(tally.latencies_ms, percent), percentile(predict, percent)
        yield Figure("recognition", f"through the {what}, p{percent}", value, "ms", baseline)


async def _one_after_the_other(url: str, count: int) -> Tally:
    tally = Tally()
    pictures = frames()
    async with connection() as session:
        for number in range(count):
            await post(session, url, pictures[number % len(pictures)], time.perf_counter(), tally)
    return tally
