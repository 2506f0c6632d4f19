"""A connection to a Dask scheduler, for the web process: hand runs in, hear of them. It loads Dask: import it late."""

import contextlib
import itertools
import logging
import secrets
from collections.abc import Callable
from typing import Any

from distributed import Client, Event, Future, KilledWorker

from errors import DigitLabError, TrainerUnavailableError
from training import tasks
from training.recipes import Recipe
from training.results import Progress, TrainingResult

CONNECT_TIMEOUT_S = 10
RESULT_TIMEOUT_S = 60
CLOSE_TIMEOUT_S = 2

_log = logging.getLogger(__name__)


class Link:
    """One connection to a scheduler.

    Args:
        address: the scheduler's, e.g. "tcp://127.0.0.1:8786".
        on_event: called in a thread of Dask's with a run's id and its progress, or None when its training begins.
        on_end: called in a thread of Dask's with a run's id when there is a result, or none any more.
        on_warm: called in a thread of Dask's when a worker has imported TensorFlow.

    Raises:
        TrainerUnavailableError: no scheduler answers there.
    """

    def __init__(
        self,
        address: str,
        on_event: Callable[[str, Progress | None], None],
        on_end: Callable[[str], None],
        on_warm: Callable[[], None],
    ) -> None:
        try:
            self._client = Client(address, timeout=CONNECT_TIMEOUT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise TrainerUnavailableError(
                f"No Dask scheduler answers. Received: scheduler={address!r}. Start one, or unset DIGITLAB_SCHEDULER.",
                address=address,
            ) from error
        self._address = address
        self._on_end = on_end
        self._order = itertools.count(1)
        self._futures: dict[str, Future] = {}
        self._topic = f"digitlab-{secrets.token_hex(8)}"
        self._client.subscribe_topic(self._topic, lambda event: on_event(*_read(event[1])))
        self._warm_up = self._client.submit(tasks.warm_up, pure=False, priority=1)
        self._warm_up.add_done_callback(lambda future: on_warm() if future.status == "finished" else None)

    def submit(self, run_id: str, recipe: Recipe) -> None:
        """Hand a run in, unless that was done; those handed in earlier go first."""
        if run_id in self._futures:
            return
        number = next(self._order)
        key = f"run-{run_id}-{number}"
        future = self._client.submit(tasks.run_recipe, run_id, recipe, self._topic, key=key, priority=-number)
        self._futures[run_id] = future
        future.add_done_callback(lambda _future: self._on_end(run_id))

    def stop(self, run_id: str, is_waiting: bool) -> None:
        """Ask a run to stop.

        Args:
            run_id: the run; nothing happens if it has ended.
            is_waiting: as far as we know it has not begun. It may just have: so it is told to stop as well.
        """
        future = self._futures.get(run_id)
        if future is None:
            return
        Event(tasks.stop_flag_name(run_id), client=self._client).set()
        if is_waiting:
            del self._futures[run_id]
            future.cancel()

    def collect(self, run_id: str) -> TrainingResult | DigitLabError | None:
        """What a run ended with: its result, or why it failed; None if it was cancelled or its scheduler is gone."""
        future = self._futures.pop(run_id, None)
        if future is None or future.status not in ("finished", "error"):
            return None
        if future.status == "error":
            return _as_ours(future.exception(timeout=RESULT_TIMEOUT_S))
        result: TrainingResult = future.result(timeout=RESULT_TIMEOUT_S)
        return result

    def close(self) -> None:
        """Let go of the scheduler; what still waits there is forgotten by it."""
        with contextlib.suppress(TimeoutError, OSError):
            self._client.close(timeout=CLOSE_TIMEOUT_S)


def _read(message: dict[str, Any]) -> tuple[str, Progress | None]:
    """An event as `tasks.run_recipe` wrote it."""
    progress = message["progress"]
    return message["run"], Progress(**progress) if progress else None


def _as_ours(error: BaseException) -> DigitLabError:
    """An error that a page can word; one that is not ours becomes a plain `DigitLabError` that names it."""
    if isinstance(error, DigitLabError):
        return error
    _log.error("A run failed in the worker.", exc_info=error)
    if isinstance(error, KilledWorker):
        return TrainerUnavailableError("The worker ended in the middle of this run. Try again.", address="")
    return DigitLabError(f"The training failed. Received: {type(error).__name__}: {error}. Try a smaller network.")
