"""The web process' connection to a Dask scheduler: submits runs, receives events. Imports Dask: import it late."""

import contextlib
import dataclasses
import itertools
import logging
import os
import queue
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any

# A task that resumes includes its checkpoint: suppress the warning of a large graph.
os.environ["DASK_DISTRIBUTED__ADMIN__LARGE_GRAPH_WARNING_THRESHOLD"] = "1 GB"
from distributed import Client, Future, KilledWorker, Queue, Variable

from base.errors import DigitLabError, TrainerUnavailableError
from training.controls import Controls
from training.results import NetworkFiles, Progress, TrainingResult
from training.worker import tasks

CONNECT_TIMEOUT_S = 10
RESULT_TIMEOUT_S = 60
CLOSE_TIMEOUT_S = 2
CHECKPOINT_TIMEOUT_S = 60

_log = logging.getLogger(__name__)


class Link:
    """One connection to a scheduler.

    Args:
        address: the scheduler's address, e.g. "tcp://127.0.0.1:8786".
        on_event: called in a Dask thread with a run's id and its progress, or None when its training starts.
        on_checkpoint: called in a separate thread after each epoch with a run's id, its progress and the checkpoint.
        on_end: called in a Dask thread with a run's id when it has a result, or can no longer have one.
        on_warm: called in a Dask thread when a worker has imported TensorFlow.

    Raises:
        TrainerUnavailableError: no scheduler answers there.
    """

    def __init__(
        self,
        address: str,
        on_event: Callable[[str, Progress | None], None],
        on_checkpoint: Callable[[str, Progress, bytes], None],
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
        self._on_event, self._on_checkpoint, self._on_end = on_event, on_checkpoint, on_end
        self._order = itertools.count(1)
        self._futures: dict[str, Future] = {}
        self._begun: set[str] = set()
        self._repeated: set[str] = set()
        # True for each available checkpoint; False at the end.
        self._checkpoints: queue.Queue[bool] = queue.Queue()
        self._topic = f"digitlab-{secrets.token_hex(8)}"
        self._client.subscribe_topic(self._topic, lambda event: self._on_message(event[1]))
        self._warm_up = self._client.submit(tasks.warm_up, pure=False, priority=1)
        self._warm_up.add_done_callback(lambda future: on_warm() if future.status == "finished" else None)
        threading.Thread(target=self._take_checkpoints, name="checkpoints", daemon=True).start()

    def slots(self) -> int:
        """The number of runs that the workers can train at once; 0 without a worker."""
        return sum(self._client.nthreads().values())

    def submit(self, run_id: str, inputs: tasks.Inputs, controls: Controls) -> None:
        """Submit a run.

        Args:
            run_id: the run; its earlier attempts have ended.
            inputs: the task's inputs.
            controls: pending requests to the run.
        """
        number = next(self._order)
        attempt = f"{self._topic}-{number}"
        task = tasks.Task(run_id, attempt, self._topic, inputs)
        self._set_controls(attempt, controls)
        future = self._client.submit(tasks.run_task, task, key=attempt, priority=-number)
        self._futures[run_id] = future
        future.add_done_callback(lambda done: self._on_end(run_id) if self._futures.get(run_id) is done else None)

    def stop(self, run_id: str, is_waiting: bool) -> None:
        """Request a run to stop.

        Args:
            run_id: the run; ignored if it has ended.
            is_waiting: whether it has not started, as far as we know. It may have just started, so it is also
                signalled.
        """
        self.control(run_id, Controls(stop=True))
        if is_waiting and run_id in self._futures:
            self._futures.pop(run_id).cancel()

    def control(self, run_id: str, controls: Controls) -> None:
        """Send requests to a run; ignored if it has ended."""
        if run_id in self._futures:
            self._set_controls(self._futures[run_id].key, controls)

    def collect(self, run_id: str) -> tuple[TrainingResult, NetworkFiles] | DigitLabError | None:
        """Return a run's result, or the error with which it paused or failed; None if it was cancelled or its scheduler
        is gone."""
        future = self._futures.get(run_id)
        if future is None:
            return None
        if future.key in self._repeated:
            self.stop(run_id, is_waiting=True)
            return _lost_worker()
        self._checkpoints.join()  # wait for its last checkpoint
        del self._futures[run_id]
        if future.status == "error":
            return _as_ours(future.exception(timeout=RESULT_TIMEOUT_S))
        if future.status != "finished":
            return None
        result: tuple[TrainingResult, NetworkFiles] | DigitLabError = future.result(timeout=RESULT_TIMEOUT_S)
        return result

    def close(self) -> None:
        """Disconnect from the scheduler, which then drops waiting tasks."""
        self._checkpoints.put(False)
        with contextlib.suppress(TimeoutError, OSError):
            self._client.close(timeout=CLOSE_TIMEOUT_S)

    def _set_controls(self, attempt: str, controls: Controls) -> None:
        Variable(tasks.controls_name(attempt), client=self._client).set(dataclasses.asdict(controls))

    def _on_message(self, message: dict[str, Any]) -> None:
        """Handle an event of `tasks.run_task`; those of earlier attempts are ignored."""
        run_id, attempt, news = message["run"], message["attempt"], message["news"]
        if news == tasks.CHECKPOINT:
            self._checkpoints.put(True)
        elif not self._is_current(run_id, attempt):
            return
        elif news != tasks.STARTED:
            self._on_event(run_id, _progress(news))
        elif attempt not in self._begun:
            self._begun.add(attempt)
            self._on_event(run_id, None)
        else:
            # Its worker died, and Dask restarted this attempt from its start, not from its last checkpoint.
            self._repeated.add(attempt)
            self._on_end(run_id)

    def _take_checkpoints(self) -> None:
        """Fetch each announced checkpoint; one that does not arrive is skipped."""
        fetched = Queue(tasks.checkpoint_queue(self._topic), client=self._client, maxsize=tasks.WAITING_CHECKPOINTS)
        while self._checkpoints.get():
            try:
                run_id, attempt, stand, content = fetched.get(timeout=CHECKPOINT_TIMEOUT_S)
                if self._is_current(run_id, attempt):
                    self._on_checkpoint(run_id, _progress(stand), content)
            except (OSError, RuntimeError, CancelledError) as error:
                _log.warning("A checkpoint did not come: %s", error)
            finally:
                self._checkpoints.task_done()

    def _is_current(self, run_id: str, attempt: str) -> bool:
        future = self._futures.get(run_id)
        return future is not None and future.key == attempt


def _progress(values: dict[str, Any]) -> Progress:
    """Rebuild a `Progress`, as Dask converts its lists to tuples."""
    return Progress(**_with_lists(values))


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_lists(each) for name, each in value.items()}
    return [_with_lists(each) for each in value] if isinstance(value, tuple | list) else value


def _as_ours(error: BaseException) -> DigitLabError:
    """Convert an error to a `DigitLabError`; a foreign one becomes a plain `DigitLabError` with its text."""
    if isinstance(error, DigitLabError):
        return error
    _log.error("A run failed in the worker.", exc_info=error)
    if isinstance(error, KilledWorker):
        return _lost_worker()
    return DigitLabError(f"The training failed. Received: {type(error).__name__}: {error}. Try a smaller network.")


def _lost_worker() -> TrainerUnavailableError:
    return TrainerUnavailableError("The worker ended in the middle of this run. Let it go on.", address="")
