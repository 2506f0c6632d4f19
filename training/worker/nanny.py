"""A worker's process: it trains one run at a time at low priority, and is restarted when it dies."""

import os
from typing import Any

# One thread an operation, for small networks lose more by sharing one than they gain; the halves of a large network's
# batch are two operations at a time (`training.worker.loop`). The pages have the right of way on both cores.
ENVIRONMENT = {
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "2",
    # Off by default on processors without AVX-512, where it makes convolutions twice as fast all the same.
    "TF_ENABLE_ONEDNN_OPTS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}
NICE = 15
# Dask reads its settings from the environment when it is imported, in the worker's process too.
os.environ |= {
    # Importing TensorFlow keeps the worker's event loop waiting; that is known, and no warning is due.
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "5 minutes",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_LOGGING__DISTRIBUTED": "warning",
}
from distributed import Nanny


def new_worker(scheduler: str, host: str | None = None) -> Nanny:
    """Create a worker process, not started yet, with a nanny that restarts it when it dies.

    Args:
        scheduler: the scheduler's address, e.g. "tcp://10.0.0.5:8786".
        host: the address to listen on; None: the one used to reach the scheduler.
    """
    return Nanny(
        scheduler,
        nthreads=1,
        host=host,
        dashboard=False,
        memory_limit=0,  # unlimited: Dask would pause or kill the worker for TensorFlow's memory
        env=ENVIRONMENT,
        preload=["training.worker.nanny"],
    )


async def dask_setup(_worker: Any) -> None:
    """Lower the priority of a worker process; Dask calls this in each one."""
    if hasattr(os, "nice"):
        os.nice(NICE)
