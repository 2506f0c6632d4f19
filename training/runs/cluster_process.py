"""The embedded cluster's process, from the web process' side. No TensorFlow here."""

import logging
from collections.abc import Callable

from base.errors import TrainerUnavailableError
from base.processes.child_process import ChildProcess

_log = logging.getLogger(__name__)


class ClusterProcess(ChildProcess):
    """A process of the embedded cluster; a restart needs a new object.

    Args:
        on_end: called once, in a separate thread, when the process ended without `close`.

    Raises:
        TrainerUnavailableError: it ended before it sent its address.

    Attributes:
        address: its scheduler's address, e.g. "tcp://127.0.0.1:41234".
    """

    def __init__(self, on_end: Callable[[], None]) -> None:
        super().__init__("training.runs.cluster")
        address = self.read_address()
        if address is None:
            raise TrainerUnavailableError(
                f"The trainer's process did not start. Received: exit status {self.close()}. Look into the server's "
                "log.",
                address="",
            )
        self.address = address

        def note_end(status: int) -> None:
            _log.warning("The trainer's process ended with status %s.", status)
            on_end()

        self.watch(note_end)
