"""Distribute work over several processes."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def spread(
    work: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], processes: int, chunk: int = 1
) -> list[Result]:
    """Return the results of `work` for each job, in the jobs' order.

    Args:
        work: a module-level function, called with a job's values.
        jobs: the arguments of each call.
        processes: the number of worker processes; 1: run in this process.
        chunk: the number of jobs sent to a process at a time.

    Raises:
        BrokenProcessPool: a worker process died.
    """
    if processes == 1:
        return [work(*job) for job in jobs]
    # "spawn", as TensorFlow's threads do not survive a fork.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(work, *zip(*jobs, strict=True), chunksize=chunk))
