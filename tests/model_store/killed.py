"""Runs changes of the store in children that kill themselves at one step after another: `python -m … OPERATION`.

On a disk, a step is a line of `model_store` that is about to run, or a call of Python's that opens, moves, makes or
removes a file. On S3, where each child takes long to connect, it is the start or end of a function of
`model_store.folder`. Each child is forked from this warm process, and ends at its step by SIGKILL, as a power cut would
have it. Afterwards this process, a reader like any other, notes what the store then holds. Prints one JSON object:
`steps`, how many children were killed, and `states`, what was found after each, in order; the last one lived on.
"""

import functools
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import model_store
from base import settings
from base.errors import DigitLabError, ModelNotFoundError
from base.identity import visitor_digest
from model_store.folder import Folder
from tests.model_store.cards import card

VISITOR = "0123456789abcdef" * 2
OLD, NEW = b"old content" * 1000, b"new content" * 1000
PACKAGE = str(Path(model_store.__file__).parent)
EVENTS = ("open", "os.", "shutil.")


def save() -> None:
    model_store.save_model(NEW, card(name="new"), owner=visitor_digest(VISITOR))


OPERATIONS: dict[str, Callable[[str], Any]] = {
    "save": lambda _model: save(),
    "rename": lambda model: model_store.rename_model(model, "renamed", VISITOR),
    "delete": lambda model: model_store.delete_model(model, VISITOR),
    "restore": lambda model: model_store.restore_model(model, VISITOR),
}


def main(operation: str) -> None:
    """Kill at each step until one child lives; the states found."""
    states: list[Any] = []
    step = 0
    while True:
        step += 1
        model = _prepare(operation)
        child = os.fork()
        if child == 0:
            _die_at(step, functools.partial(OPERATIONS[operation], model))
        _pid, status = os.waitpid(child, 0)
        states.append(_state())
        if not os.WIFSIGNALED(status):
            assert os.WEXITSTATUS(status) == 0, f"step {step}: status {status}"
            print(json.dumps({"steps": step - 1, "states": states}))
            return


def _prepare(operation: str) -> str:
    """A store with one model in it; its id."""
    url = settings.get("store")
    if "://" in url:
        folder = Folder(url)
        for entry in folder.list():
            folder.delete(entry.path)
    else:
        shutil.rmtree(url, ignore_errors=True)
    saved = model_store.save_model(OLD, card(name="old"), owner=visitor_digest(VISITOR))
    if operation == "restore":
        model_store.delete_model(saved.id, VISITOR)
    return saved.id


def _die_at(step: int, change: Callable[[], Any]) -> None:
    """In the child: make the change, and end at its step; other threads' steps do not count."""
    count = 0
    own = threading.get_ident()

    def take_step() -> None:
        nonlocal count
        if threading.get_ident() == own:
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    is_on_disk = "://" not in settings.get("store")
    traced, events = (PACKAGE, {"line"}) if is_on_disk else (f"{PACKAGE}/folder.py", {"call", "return"})

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(traced):
            return None
        if event in events:
            take_step()
        return trace

    if is_on_disk:
        sys.addaudithook(lambda event, _arguments: take_step() if event.startswith(EVENTS) else None)
    sys.settrace(trace)
    try:
        change()
    except DigitLabError as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    sys.settrace(None)
    os._exit(0)


def _state() -> list[list[str]]:
    """Name and content of every saved model, by all ways to read them."""
    listed = [each for each in model_store.list_cards() if not model_store.is_shipped(each.id)]
    found = []
    for each in listed:
        assert model_store.get_card(each.id) == each
        found.append([each.name, "new" if model_store.read_model(each.id) == NEW else "old"])
    for model in {entry.path.partition("/")[0] for entry in model_store.store_folder().list()}:
        if model not in {each.id for each in listed}:
            try:
                raise AssertionError(f"{model_store.read_model(model)!r} of {model} is not listed")
            except ModelNotFoundError:
                pass
            except DigitLabError as error:
                raise AssertionError(f"half a model: {error}") from error
    return sorted(found)


if __name__ == "__main__":
    main(sys.argv[1])
