"""The child's side: what it does for its parent, `base.processes.child_process`."""

import json
import os
import signal
import threading


def ignore_interrupt() -> None:
    """Ignore Ctrl+C, which in a terminal reaches all processes: this one ends when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with_parent() -> None:
    """End this process at the end of its standard input, which the system closes when the parent ends, however."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()


def announce(address: str) -> None:
    """Tell the parent where this process listens. What is printed later goes to standard error: nobody reads on."""
    print(json.dumps({"address": address}), flush=True)
    os.dup2(2, 1)
