"""Read a picture from a request's body, with limits of size and time, and a limit for all uploads together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from base.errors import NotAPictureError, RecognizerBusyError
from base.settings import MAX_PICTURE_BYTES
from recognition.limits import too_many_bytes

# Allowance for a multipart body's own lines around the picture.
MULTIPART_BYTES = 4096
# Memory for all large uploads together: a class's photographs, or six of the largest allowed.
ROOM_BYTES = 128 * 2**20
# Smaller uploads, such as live frames and most drawings, are not limited by it.
SMALL_BYTES = 2**18
TIMEOUT_S = 60.0


class Room:
    """A memory budget for large uploads. For one event loop: it takes no locks.

    Attributes:
        free: the remaining bytes.
    """

    def __init__(self, size: int) -> None:
        self.free = size

    @contextlib.contextmanager
    def share(self) -> Iterator[Callable[[int], None]]:
        """Yield a function that grows an upload's share to a size; the share is released when the block ends.

        Raises:
            RecognizerBusyError: from that function, if the budget is exhausted.
        """
        taken = 0

        def grow_to(size: int) -> None:
            nonlocal taken
            if size <= max(taken, SMALL_BYTES):
                return
            if size - taken > self.free:
                raise RecognizerBusyError("Many large pictures are being sent. Try again in a few seconds.")
            self.free -= size - taken
            taken = size

        try:
            yield grow_to
        finally:
            self.free += taken


ROOM = Room(ROOM_BYTES)


@contextlib.asynccontextmanager
async def picture_in(request: Request) -> AsyncIterator[bytes]:
    """Yield the bytes of a request's picture, its raw body or the first file of a multipart form.

    A declared length is checked before reading, an undeclared one while reading. Leave the block when the bytes are no
    longer needed.

    Raises:
        PictureTooLargeError: over 20 MiB.
        RecognizerBusyError: all uploads together are too large.
        NotAPictureError: the upload broke off, took over a minute, or is a form without a file.
    """
    is_form = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
    limit = MAX_PICTURE_BYTES + (MULTIPART_BYTES if is_form else 0)
    announced = request.headers.get("content-length", "")
    size = int(announced[:20]) if announced.isdecimal() else 0
    if size > limit:
        raise too_many_bytes(size)
    with ROOM.share() as grow_to:
        grow_to(size)
        body = await _read(request, limit, grow_to)
        yield await _first_file(request, body) if is_form else body


async def _read(request: Request, limit: int, grow_to: Callable[[int], None]) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(TIMEOUT_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise too_many_bytes()
                grow_to(len(body))
    except (ClientDisconnect, TimeoutError) as error:
        raise NotAPictureError(f"The upload broke off after {len(body)} bytes. Send it again.") from error
    return bytes(body)


async def _first_file(request: Request, body: bytes) -> bytes:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        async with Request(request.scope, receive).form(max_files=1, max_fields=8) as form:
            files = [value for value in form.values() if isinstance(value, UploadFile)]
            if files:
                return await files[0].read()
    except HTTPException as error:
        raise NotAPictureError(f"The form cannot be read. Received: {error.detail}") from error
    raise NotAPictureError("The form holds no file. Send the picture as its first file.")
