"""The child's side of a child process, see `base.processes.child_process`."""

import json
import os
import signal
import threading


def ignore_interrupt() -> None:
    """Ignore Ctrl+C, which a terminal sends to all processes: this one ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with_parent() -> None:
    """End this process when its standard input closes, which happens when the parent ends for any reason."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()


def announce(address: str) -> None:
    """Send this process' address to the parent. Later output goes to standard error, as nobody reads it."""
    print(json.dumps({"address": address}), flush=True)
    os.dup2(2, 1)
