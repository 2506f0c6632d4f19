"""Resource limits of a job's process, which may open a foreign file."""

import contextlib
import os
import sys

# TensorFlow, a network of 8 million parameters and two data sets take 1.3 GB; measured in docs/decisions.md.
MAX_MEMORY_BYTES = 4 * 2**30
MAX_CPU_S = 300
MAX_FILE_BYTES = 2**29
NICENESS = 10


def limit_this_process(memory_bytes: int = MAX_MEMORY_BYTES, cpu_s: int | None = MAX_CPU_S) -> None:
    """Bound this process's memory, time on the processor, and files, where the system can (Linux); others go first.

    Args:
        memory_bytes: how much memory it may have.
        cpu_s: its time on the processor; None: as much as it needs.
    """
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    bounds = {
        # Not the address space, of which TensorFlow reserves more than it uses.
        resource.RLIMIT_DATA: memory_bytes,
        resource.RLIMIT_CPU: resource.RLIM_INFINITY if cpu_s is None else cpu_s,
        resource.RLIMIT_FSIZE: MAX_FILE_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for which, bound in bounds.items():
        with contextlib.suppress(ValueError, OSError):  # a lower limit is set already, or macOS lacks this one
            resource.setrlimit(which, (bound, bound))
