"""The recognizer process: `python -m recognition.worker [--host HOST] [--port PORT]`.

It prints one JSON line with its address once it is ready, and ends when its standard input closes, so that it never
outlives the web process that started it. `--alone` runs it without one, for other machines.
"""

import argparse
import asyncio
import importlib
import logging
import os
import sys
import threading

# One thread: pictures are small, and a second thread would take the core that serves the pages.
for variable in ("OMP_NUM_THREADS", "OPENCV_FOR_THREADS_NUM", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


# Where a recognizer has just ended, visitors wait for this one.
AT_ONCE = "--at-once"


def _import_tensorflow_niced() -> None:
    """Import TensorFlow at low priority, so that the web process can show its first page; answers run at full speed."""

    def import_it() -> None:
        if sys.platform == "linux" and AT_ONCE not in sys.argv:
            os.nice(10)  # on Linux, of this thread alone
        importlib.import_module("tensorflow")
        importlib.import_module("keras")

    thread = threading.Thread(target=import_it)
    thread.start()
    thread.join()


_import_tensorflow_niced()

from aiohttp import web

from base.errors import DigitLabError
from base.processes.child_side import announce, end_with_parent, ignore_interrupt
from base.settings import MAX_PICTURE_BYTES
from model_store import DEFAULT_MODEL, default_model
from recognition.answers import Reply
from recognition.caller import Caller
from recognition.explain_query import ExplainQuery
from recognition.limits import too_many_bytes
from recognition.recognize_query import RecognizeQuery
from recognition.worker.batching import Batcher
from recognition.worker.explainer_thread import ExplainerThread

BATCHER = web.AppKey("batcher", Batcher)
EXPLAINER = web.AppKey("explainer", ExplainerThread)

_log = logging.getLogger(__name__)


async def recognize(request: web.Request) -> web.Response:
    """POST a picture's bytes; the query `?model=ID&steps=1&way=tutorial` is optional, see `RecognizeQuery`."""
    try:
        content = await request.read()
    except web.HTTPRequestEntityTooLarge:
        return _response(Reply.refusing(too_many_bytes()))
    caller = Caller.from_headers(request.headers)
    return _response(await request.app[BATCHER].answer(content, RecognizeQuery.from_query(request.query), caller))


async def explain(request: web.Request) -> web.Response:
    """POST the 784 bytes of a digit; the query selects the explanation, see `ExplainQuery`."""
    try:
        query = ExplainQuery.from_query(request.query, await request.read())
        return _response(await request.app[EXPLAINER].answer(query))
    except DigitLabError as error:
        return _response(Reply.refusing(error))


async def ready(request: web.Request) -> web.Response:
    """GET: the process answers, so its default model is loaded; 503 where the thread that reads is stuck."""
    if request.app[BATCHER].is_stuck:
        return web.json_response({"status": "stuck"}, status=503)
    return web.json_response({"status": "ready"})


def _response(reply: Reply) -> web.Response:
    return web.Response(body=reply.body, status=reply.status, headers=reply.headers, content_type="application/json")


async def serve(host: str, port: int) -> None:
    """Load the default model, then listen and print the address."""
    batcher = Batcher()
    await batcher.warm_up(DEFAULT_MODEL)
    try:
        await batcher.warm_up(default_model())
    except DigitLabError as error:  # a damaged file must not make the other models unavailable
        _log.warning("%s", error)
    # Above the limit of a picture, so that `open_picture` raises the error.
    app = web.Application(client_max_size=MAX_PICTURE_BYTES + 1024)
    app[BATCHER] = batcher
    app[EXPLAINER] = ExplainerThread()
    app.add_routes([web.post("/recognize", recognize), web.post("/explain", explain), web.get("/readyz", ready)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    bound = runner.addresses[0][1]
    announce(f"http://{host}:{bound}")
    await batcher.run()


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--alone", action="store_true", help="go on when standard input ends")
    parser.add_argument(AT_ONCE, action="store_true", help="start at full speed: visitors wait")
    options = parser.parse_args()
    if not options.alone:
        ignore_interrupt()
        end_with_parent()
    if sys.platform == "win32":
        asyncio.run(serve(options.host, options.port))
    else:
        import uvloop

        uvloop.run(serve(options.host, options.port))


if __name__ == "__main__":
    main()
