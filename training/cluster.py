"""The embedded cluster: `python -m training.cluster` is a Dask scheduler, and one worker process below it.

It prints one JSON line, {"address": …}, and ends with all that it started when its standard input ends: that is, when
the process that started it ends, in whatever way, on every system.
"""

import asyncio
import json
import os
import signal
import threading
from typing import Any

HOST = "127.0.0.1"
# One thread: for the recipes' small networks two are hardly faster, and the other core is the pages'.
WORKER_ENVIRONMENT = {
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}
# Dask reads its settings from the environment when it is imported, in the worker's process too.
os.environ |= {
    # A run whose worker dies has failed; Dask would train it again from its start without a word.
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    # Importing TensorFlow keeps the worker's event loop waiting; that is known, and no warning is due.
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "5 minutes",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_LOGGING__DISTRIBUTED": "warning",
}
from distributed import Nanny, Scheduler


async def serve() -> None:
    """Run the scheduler and the worker for ever."""
    async with Scheduler(host=HOST, port=0, dashboard=False, dashboard_address=f"{HOST}:0") as scheduler:
        _announce(scheduler.address)
        async with Nanny(
            scheduler.address,
            nthreads=1,
            host=HOST,
            dashboard=False,
            memory_limit=0,  # TensorFlow's memory is not Dask's to manage: it would pause the worker, and kill it
            env=WORKER_ENVIRONMENT,
            preload=["training.cluster"],
        ) as nanny:
            await nanny.finished()


async def dask_setup(_worker: Any) -> None:
    """Called by Dask in each worker process that it starts: leave the right of way to the pages."""
    if hasattr(os, "nice"):
        os.nice(15)


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
