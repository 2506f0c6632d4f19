"""How many files a process may have open; macOS starts one with 256, fewer than a class has connections."""

import contextlib
import sys

WANTED = 8192


def raise_open_file_limit() -> None:
    """Raise this process's soft limit, and that of its later children, as far as the system lets it."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):  # macOS has a lower bound that it does not report
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
