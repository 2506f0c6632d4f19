"""The embedded cluster: `python -m training.runs.cluster` is a Dask scheduler, and one worker process below it.

It prints one JSON line, {"address": …}, and ends with all that it started when its standard input ends: that is, when
the process that started it ends, in whatever way, on every system.
"""

import asyncio
import json
import os
import signal
import threading

HOST = "127.0.0.1"
# Dask reads its settings from the environment when it is imported. A run whose worker dies resumes from its last
# checkpoint, which we see to; Dask would train it again from where it was handed in.
os.environ["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "0"
from training.worker.nanny import new_worker


async def serve() -> None:
    """Run the scheduler and the worker for ever."""
    from distributed import Scheduler  # after the settings above, and those of `training.worker.nanny`

    async with Scheduler(host=HOST, port=0, dashboard=False, dashboard_address=f"{HOST}:0") as scheduler:
        _announce(scheduler.address)
        async with new_worker(scheduler.address, HOST) as nanny:
            await nanny.finished()


def main() -> None:
    """Start the cluster; ends with standard input."""
    # Ctrl+C in a terminal reaches all processes; this one ends with the web process, which may still want it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Ending at once, as below, leaves multiprocessing's tracker with semaphores to clean up, of which it would warn.
    os.environ["PYTHONWARNINGS"] = "ignore:resource_tracker"
    threading.Thread(target=_end_with_input, name="end-with-input", daemon=True).start()
    asyncio.run(serve())


def _announce(address: str) -> None:
    """Print the address; what is printed later goes to standard error, for nobody reads the pipe any more."""
    print(json.dumps({"address": address}), flush=True)
    os.dup2(2, 1)


def _end_with_input() -> None:
    """End at the end of standard input. The worker sees this process's end by a pipe of Dask's, and ends too."""
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
