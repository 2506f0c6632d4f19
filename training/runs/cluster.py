"""The embedded cluster: `python -m training.runs.cluster` is a Dask scheduler, and one worker process below it.

It prints one JSON line, {"address": …}, and ends with all that it started when its standard input ends: that is, when
the process that started it ends, in whatever way, on every system.
"""

import asyncio
import os

HOST = "127.0.0.1"
# Dask reads its settings from the environment when it is imported. A run whose worker dies resumes from its last
# checkpoint, which we see to; Dask would train it again from where it was handed in.
os.environ["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "0"
from base.processes.child_side import announce, end_with_parent, ignore_interrupt
from training.worker.nanny import new_worker


async def serve() -> None:
    """Run the scheduler and the worker for ever."""
    from distributed import Scheduler  # after the settings above, and those of `training.worker.nanny`

    async with Scheduler(host=HOST, port=0, dashboard=False, dashboard_address=f"{HOST}:0") as scheduler:
        announce(scheduler.address)
        async with new_worker(scheduler.address, HOST) as nanny:
            await nanny.finished()


def main() -> None:
    """Start the cluster; ends with standard input."""
    ignore_interrupt()
    # Ending at once, as below, leaves multiprocessing's tracker with semaphores to clean up, of which it would warn.
    os.environ["PYTHONWARNINGS"] = "ignore:resource_tracker"
    end_with_parent()  # the worker sees this process's end by a pipe of Dask's, and ends, too
    asyncio.run(serve())


if __name__ == "__main__":
    main()
