"""Firefox, driven by its own protocol, Marionette: Debian has no geckodriver, which translates WebDriver to it.

Source: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import base64
import contextlib
import itertools
import json
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.browsers.window import LOOK_AGAIN_S, Action, Window
from tools import browsers

# A pen's actions, as the operating system would report them: Marionette itself knows mouse and touch only.
_MOVE_PEN = """
const [actions, done] = [arguments[0], arguments[arguments.length - 1]];
const page = gBrowser.selectedBrowser.getBoundingClientRect();
const pen = (window.testPen ??= { x: 0, y: 0, buttons: 0 });
const event = { pointerMove: "mousemove", pointerDown: "mousedown", pointerUp: "mouseup" };
(async () => {
  for (const action of actions) {
    if (action.duration) await new Promise((resolve) => setTimeout(resolve, action.duration));
    if (action.type === "pointerMove") Object.assign(pen, { x: page.x + action.x, y: page.y + action.y });
    else pen.buttons = action.type === "pointerDown" ? 1 : 0;
    const how = { buttons: pen.buttons, pressure: pen.buttons / 2, inputSource: MouseEvent.MOZ_SOURCE_PEN };
    window.synthesizeMouseEvent(event[action.type], pen.x, pen.y, { button: 0, clickCount: 1, ...how }, {});
  }
})().then(() => done(), (error) => done(String(error)));
"""
START_TIMEOUT_S = 60.0
REPLY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
PREFERENCES: dict[str, bool | int | str] = {
    # Firefox chooses a free port and writes it to a file of the profile.
    "marionette.port": 0,
    "intl.accept_languages": "en-US",
    "toolkit.telemetry.server": "",
    # A camera that shows a test picture, and no question whether the page may use it.
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
}


class Firefox(Window):
    """A Firefox without a screen.

    Args:
        port: where it listens to Marionette's commands.
    """

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), REPLY_TIMEOUT_S)
        self._stream = self._socket.makefile("rb")
        self._numbers = itertools.count(1)
        self._receive()  # Firefox begins, with its name and the protocol's version
        self._command("WebDriver:NewSession")
        self._command("WebDriver:SetWindowRect", width=1280, height=800)

    def open(self, url: str) -> None:
        """Load an address; returns when the document is there."""
        self._command("WebDriver:Navigate", url=url)

    def run(self, script: str, *arguments: object) -> Any:
        """Run the body of a JavaScript function in the page; what it returns."""
        return self._command("WebDriver:ExecuteScript", script=script, args=arguments, sandbox=None)["value"]

    def perform(self, actions: Sequence[Action]) -> None:
        """Perform WebDriver's input actions; those of a pen alone."""
        if actions[0].get("parameters") != {"pointerType": "pen"}:
            self._command("WebDriver:PerformActions", actions=actions)
            return
        self._command("Marionette:SetContext", value="chrome")
        problem = self._command("WebDriver:ExecuteAsyncScript", script=_MOVE_PEN, args=[actions[0]["actions"]])["value"]
        self._command("Marionette:SetContext", value="content")
        assert problem is None, problem

    def picture(self) -> bytes:
        """A PNG file of what the window shows."""
        return base64.b64decode(self._command("WebDriver:TakeScreenshot", full=False)["value"])

    def close(self) -> None:
        """End Firefox."""
        self._command("Marionette:Quit", flags=["eForceQuit"])
        self._stream.close()
        self._socket.close()

    def _command(self, name: str, **parameters: object) -> Any:
        number = next(self._numbers)
        message = json.dumps([0, number, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _kind, answered, error, result = self._receive()
        assert answered == number, f"The answer to command {answered} came for {number}."
        if error:
            raise AssertionError(f"{name}: {error['error']}: {error['message']}")
        return result

    def _receive(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            assert byte, "Firefox has ended."
            length += byte
        return json.loads(self._stream.read(int(length)))


@contextlib.contextmanager
def open_firefox(folder: Path) -> Iterator[Firefox]:
    """A Firefox with a new profile, closed at the end. Profile and log go to the folder."""
    program = browsers.firefox()
    assert program is not None
    profile = folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    options = ["--marionette", "--remote-allow-system-access", "--headless", "--no-remote", "--profile", str(profile)]
    with (
        (folder / "firefox.log").open("wb") as log,
        subprocess.Popen([program, *options], stdout=log, stderr=log) as process,
    ):
        try:
            window = Firefox(_port(profile, process))
            yield window
            window.close()
            process.wait(STOP_TIMEOUT_S)
        finally:
            process.kill()


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    """The port that Firefox listens on, once it does."""
    file = profile / "MarionetteActivePort"
    until = time.monotonic() + START_TIMEOUT_S
    while not (file.exists() and file.read_text()):
        assert process.poll() is None, f"Firefox ended with status {process.returncode}."
        assert time.monotonic() < until, f"Firefox did not listen within {START_TIMEOUT_S} s."
        time.sleep(LOOK_AGAIN_S)
    return int(file.read_text())
