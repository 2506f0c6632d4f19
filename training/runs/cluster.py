"""The embedded cluster: `python -m training.runs.cluster` runs a Dask scheduler with one worker process.

It prints one JSON line, {"address": …}, and ends with its children when its standard input closes, i.e. when its parent
ends for any reason, on every system.
"""

import asyncio
import os

HOST = "127.0.0.1"
# Dask reads its settings from the environment on import. We resume a run whose worker dies from its last checkpoint;
# Dask would restart it from its submission.
os.environ["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "0"
from base.processes.child_side import announce, end_with_parent, ignore_interrupt
from training.worker.nanny import new_worker


async def serve() -> None:
    """Run the scheduler and the worker until the process ends."""
    from distributed import Scheduler  # imported after the settings above and in `training.worker.nanny`

    async with Scheduler(host=HOST, port=0, dashboard=False, dashboard_address=f"{HOST}:0") as scheduler:
        announce(scheduler.address)
        async with new_worker(scheduler.address, HOST) as nanny:
            await nanny.finished()


def main() -> None:
    """Run the cluster until standard input closes."""
    ignore_interrupt()
    # Exiting immediately leaves semaphores for multiprocessing's tracker to clean up, of which it would warn.
    os.environ["PYTHONWARNINGS"] = "ignore:resource_tracker"
    end_with_parent()  # the worker notices this process' end by a pipe of Dask, and ends, too
    asyncio.run(serve())


if __name__ == "__main__":
    main()
