"""Work that is spread over several processes."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def spread(
    work: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], processes: int, chunk: int = 1
) -> list[Result]:
    """What `work` makes of each job, in the jobs' order.

    Args:
        work: a function of a module, called with a job's values.
        jobs: the values.
        processes: how many work at it; 1: this one alone.
        chunk: how many jobs a process is given at a time.

    Raises:
        BrokenProcessPool: a process ended before its work did.
    """
    if processes == 1:
        return [work(*job) for job in jobs]
    # Spawned, not forked: TensorFlow's threads do not survive a fork.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(work, *zip(*jobs, strict=True), chunksize=chunk))
