"""Suppress TensorFlow's import-time logging."""

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def quiet_tensorflow() -> Iterator[None]:
    """Keep from standard error what TensorFlow says while it is imported, and what it merely mentions later.

    Its native part writes to file descriptor 2 before its own log level counts. Python's exceptions are not affected.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
