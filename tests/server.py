"""The real program as a child process, for tests, benchmarks and screenshots."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from base.settings import ROOT
from tools import serve

START_TIMEOUT_S = 60.0
READY_TIMEOUT_S = 120.0
STOP_TIMEOUT_S = 10.0


def free_port() -> int:
    """A TCP port that is free on loopback now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`streamlit run` of the program, on loopback.

    `with Server(folder) as server:` starts it, waits until it can recognise, and ends it with all its children.

    Args:
        folder: where its store, its database and its output go.
        settings: further environment variables, e.g. `DIGITLAB_RECOGNIZER`.
        app: what to run, a path from the project's folder.
        port: its port; None for a free one.
        https: the files of its certificate and key; None for http.
        prefix: the path that its pages are under, e.g. "lab"; "" for the root.

    Attributes:
        url: its address, without prefix and without a slash at the end.
        store: the folder of its saved models.
        database: the URL of its database.
        runs: the folder of its training runs.
        log: the file that its output goes to.
    """

    def __init__(
        self,
        folder: Path,
        settings: dict[str, str] | None = None,
        app: str = "app.py",
        port: int | None = None,
        https: serve.Files | None = None,
        prefix: str = "",
    ) -> None:
        self.port = port or free_port()
        self.url = f"{'https' if https else 'http'}://127.0.0.1:{self.port}"
        self.store = folder / "models"
        self.database = f"sqlite:///{folder / 'digitlab.db'}"
        self.runs = folder / "runs"
        self.log = folder / "server.log"
        self._app = app
        self._https = https
        self._prefix = prefix
        own = {
            "DIGITLAB_STORE": str(self.store),
            "DIGITLAB_DATABASE": self.database,
            "DIGITLAB_RUNS": str(self.runs),
            "DIGITLAB_SECRET": "a server's secret",
        }
        self._settings = own | (settings or {})
        self._process: psutil.Popen | None = None
        self._family: dict[int, psutil.Process] = {}

    def __enter__(self) -> Self:
        self.start()
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def process(self) -> psutil.Popen:
        """The web process."""
        assert self._process is not None, "The server is not running: call start()."
        return self._process

    def start(self) -> None:
        """Start the web process; on the same port as before where it is a restart."""
        command = [sys.executable, "-m", "streamlit", "run", self._app]
        options = serve.streamlit_options("127.0.0.1", self.port, self._https, self._prefix)
        with self.log.open("ab") as output:
            self._process = psutil.Popen(
                command + options,
                cwd=ROOT,
                env=os.environ | self._settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_alive(self, timeout_s: float = START_TIMEOUT_S) -> None:
        """Wait until `/healthz` says that the web process answers."""
        self._wait_for("/healthz", timeout_s)

    def wait_until_ready(self, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Wait until `/readyz` says that pictures are recognised."""
        self.wait_until_alive()
        self._wait_for("/readyz", timeout_s)

    def children(self) -> list[psutil.Process]:
        """The live child processes, and theirs: the recognizer, and Dask's once somebody trains."""
        found = [child for child in self.process.children(recursive=True) if is_alive(child)]
        self._family.update((child.pid, child) for child in found)
        return found

    def kill(self) -> None:
        """End the web process, and it alone, as SIGKILL does; see whether its children follow by themselves."""
        self.children()
        self.process.kill()
        self.process.wait(STOP_TIMEOUT_S)

    def stop(self) -> None:
        """End the web process as Ctrl+C does, and after that, whatever is left of its family."""
        if self._process is None:
            return
        if self.process.is_running():
            self.children()
            self.process.terminate()
        family = [self.process, *self._family.values()]
        _, left = psutil.wait_procs(family, timeout=STOP_TIMEOUT_S)
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=STOP_TIMEOUT_S)
        self._process = None
        self._family.clear()

    def output(self, lines: int = 60) -> str:
        """The last lines that it printed."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _wait_for(self, path: str, timeout_s: float) -> None:
        until = time.monotonic() + timeout_s
        answer = "nothing"
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(f"The server ended with status {self.process.poll()}:\n{self.output()}")
            answer = self._get(path)
            if answer == "200 application/json":  # an unknown path answers 200, too, with the page's HTML
                return
            time.sleep(0.05)
        raise AssertionError(f"No ready answer at {path} in {timeout_s} s, but {answer}:\n{self.output()}")

    def _get(self, path: str) -> str:
        connection = serve.connection("127.0.0.1", self.port, self._https)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return f"{response.status} {response.getheader('content-type', '').partition(';')[0]}"
        except (OSError, http.client.HTTPException) as error:
            return repr(error)
        finally:
            connection.close()


def is_alive(process: psutil.Process) -> bool:
    """Whether a process runs: a zombie does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
