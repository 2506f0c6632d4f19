"""A child for tests: what it does stands in the variable `CHILD`."""

import os
import sys
import threading

from base.processes.child_side import announce, end_with_parent, ignore_interrupt

if __name__ == "__main__":
    ignore_interrupt()
    end_with_parent()
    match os.environ["CHILD"]:
        case "serve":
            announce("tcp://here:1")
            print("printed later", flush=True)
            threading.Event().wait()
        case "babble":
            print("hello")
        case "fail":
            sys.exit(3)
