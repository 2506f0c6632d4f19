"""Resource limits of a job's process, which may open a foreign file."""

import contextlib
import os
import sys

# TensorFlow, a network of 8 million parameters and two data sets take 1.3 GB; measured in docs/decisions.md.
MAX_MEMORY_BYTES = 4 * 2**30
MAX_CPU_S = 300
MAX_FILE_BYTES = 2**29
NICENESS = 10


def limit_this_process() -> None:
    """Limit this process' memory, CPU time and file sizes, if the system can (Linux), and lower its priority."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    bounds = {
        # Not RLIMIT_AS: TensorFlow reserves more address space than it uses.
        resource.RLIMIT_DATA: MAX_MEMORY_BYTES,
        resource.RLIMIT_CPU: MAX_CPU_S,
        resource.RLIMIT_FSIZE: MAX_FILE_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for which, bound in bounds.items():
        with contextlib.suppress(ValueError, OSError):  # a lower limit is set already, or macOS lacks this one
            resource.setrlimit(which, (bound, bound))
