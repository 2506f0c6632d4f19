"""A slow line: a TCP proxy with a limited rate and a delay, also for websockets.

Chromium's own emulation does not cover websockets, which carry the pages' content.
"""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from tests.server import free_port

PIECE = 1460


class _Direction:
    """One direction of the line, shared by all connections: data waits until earlier data is sent."""

    def __init__(self, bytes_a_second: float, delay_s: float) -> None:
        self.bytes = 0
        self._rate = bytes_a_second
        self._delay_s = delay_s
        self._free_at = 0.0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward data until its end."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.ensure_future(_deliver(queue, writer))
        loop = asyncio.get_running_loop()
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                self.bytes += len(piece)
                self._free_at = max(self._free_at, loop.time()) + len(piece) / self._rate
                queue.put_nowait((self._free_at + self._delay_s, piece))
                # Like a sender whose window is full.
                await asyncio.sleep(self._free_at - loop.time())
        queue.put_nowait((loop.time() + self._delay_s, b""))
        await delivery


async def _deliver(queue: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    with contextlib.suppress(ConnectionError):
        while True:
            at, piece = await queue.get()
            await asyncio.sleep(at - loop.time())
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
    writer.close()


class Line:
    """A line to a server on loopback.

    Attributes:
        port: the listening port.
        url: the proxy's URL.
        up, down: both directions; `bytes` counts all data, including headers and websockets.
    """

    def __init__(self, server_port: int, bits_a_second: float, round_trip_s: float) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.up = _Direction(bits_a_second / 8, round_trip_s / 2)
        self.down = _Direction(bits_a_second / 8, round_trip_s / 2)
        self._server_port = server_port

    async def serve(self, started: threading.Event, stop: asyncio.Event) -> None:
        """Accept connections until stopped."""
        async with await asyncio.start_server(self._connect, "127.0.0.1", self.port):
            started.set()
            await stop.wait()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(self.up.carry(reader, far_writer), self.down.carry(far_reader, writer))


@contextlib.contextmanager
def slow_line(server_port: int, bits_a_second: float, round_trip_s: float) -> Iterator[Line]:
    """Open a slow line to a server on loopback, in its own thread."""
    line = Line(server_port, bits_a_second, round_trip_s)
    started, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(line.serve(started, stop))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=5)
