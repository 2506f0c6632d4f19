"""WebKit, the engine of Safari and of every browser on an iPad: WebKitGTK's small browser on a virtual display.

Its driver speaks WebDriver, a few JSON objects over HTTP. Source: https://www.w3.org/TR/webdriver2/
"""

import base64
import contextlib
import http.client
import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.browsers.window import LOOK_AGAIN_S, Action, Window
from tests.server import free_port
from tools import browsers

START_TIMEOUT_S = 60.0
REPLY_TIMEOUT_S = 60.0


class WebKit(Window):
    """WebKitGTK's MiniBrowser.

    Args:
        port: where its driver listens.
    """

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=REPLY_TIMEOUT_S)
        options = {"binary": browsers.minibrowser(), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = f"/session/{self._send('POST', '/session', wanted)['sessionId']}"
        self._post("/window/rect", width=1280, height=800)

    def open(self, url: str) -> None:
        """Load an address; returns when the document is there."""
        self._post("/url", url=url)

    def run(self, script: str, *arguments: object) -> Any:
        """Run the body of a JavaScript function in the page; what it returns."""
        return self._post("/execute/sync", script=script, args=arguments)

    def perform(self, actions: Sequence[Action]) -> None:
        """Perform WebDriver's input actions."""
        self._post("/actions", actions=actions)

    def picture(self) -> bytes:
        """A PNG file of what the window shows."""
        return base64.b64decode(self._send("GET", f"{self._session}/screenshot"))

    def close(self) -> None:
        """End the browser."""
        self._send("DELETE", self._session)
        self._connection.close()

    def _post(self, path: str, **parameters: object) -> Any:
        return self._send("POST", self._session + path, parameters)

    def _send(self, method: str, path: str, parameters: object = None) -> Any:
        self._connection.request(method, path, None if parameters is None else json.dumps(parameters))
        response = self._connection.getresponse()
        value = json.load(response)["value"]
        if response.status != http.client.OK:
            raise AssertionError(f"{path}: {value['error']}: {value['message']}")
        return value


@contextlib.contextmanager
def open_webkit(folder: Path, display: str) -> Iterator[WebKit]:
    """A MiniBrowser that keeps nothing, closed at the end.

    Args:
        folder: where its log goes.
        display: the X display that it opens its window on, e.g. ":5".
    """
    program = browsers.webkit_driver()
    assert program is not None
    port = free_port()
    environment = os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11", "LANGUAGE": "en_US"}
    with (
        (folder / "webkit.log").open("wb") as log,
        subprocess.Popen([program, f"--port={port}"], env=environment, stdout=log, stderr=log) as driver,
    ):
        try:
            _wait_until_it_listens(port, driver)
            window = WebKit(port)
            yield window
            window.close()
        finally:
            driver.terminate()


@contextlib.contextmanager
def virtual_display() -> Iterator[str]:
    """The name of an X display that needs no screen, e.g. ":5"."""
    program = browsers.virtual_display()
    assert program is not None
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with os.fdopen(read) as number, subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            yield f":{number.readline().strip()}"
        finally:
            server.terminate()


def _wait_until_it_listens(port: int, driver: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_TIMEOUT_S
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=REPLY_TIMEOUT_S)
        try:
            connection.request("GET", "/status")
            connection.getresponse()
            return
        except OSError:
            assert driver.poll() is None, f"WebKitWebDriver ended with status {driver.returncode}."
            assert time.monotonic() < until, f"WebKitWebDriver did not listen within {START_TIMEOUT_S} s."
            time.sleep(LOOK_AGAIN_S)
        finally:
            connection.close()
