"""Read a picture from a request's body, with limits of size and time, and a limit for all uploads together."""

import asyncio
import collections
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from api.visitor_cookie import caller_of_request
from base.errors import NotAPictureError, RecognizerBusyError, TooManyPicturesError
from base.settings import MAX_PICTURE_BYTES
from recognition.limits import too_many_bytes

# Allowance for a multipart body's own lines around the picture.
MULTIPART_BYTES = 4096
# Memory for all large uploads together: a class's photographs, or six of the largest allowed.
ROOM_BYTES = 128 * 2**20
# Smaller uploads, such as live frames and most drawings, are not limited by it.
SMALL_BYTES = 2**18
# Of the room, this much is one visitor's at most.
MAX_SHARE_BYTES = ROOM_BYTES // 2
TIMEOUT_S = 60.0


class Room:
    """How many bytes large uploads may take, of one visitor and together. For one event loop: nothing is locked here.

    Args:
        size: of all together.
        most_each: of one visitor.

    Attributes:
        free: the remaining bytes.
    """

    def __init__(self, size: int, most_each: int) -> None:
        self.free = size
        self._most_each = most_each
        self._taken: collections.Counter[str] = collections.Counter()

    @contextlib.contextmanager
    def share(self, visitor: str) -> Iterator[Callable[[int], None]]:
        """A function that makes an upload's share that large; the share is given back when the block ends.

        Raises:
            TooManyPicturesError: from that function, where the same visitor has taken too much.
            RecognizerBusyError: from that function, where all together have.
        """
        taken = 0

        def grow_to(size: int) -> None:
            nonlocal taken
            if size <= max(taken, SMALL_BYTES):
                return
            if size - taken > self._most_each - self._taken[visitor]:
                raise TooManyPicturesError("Many large pictures of yours are being sent. Try again in a second.")
            if size - taken > self.free:
                raise RecognizerBusyError("Many large pictures are being sent. Try again in a few seconds.")
            self.free -= size - taken
            self._taken[visitor] += size - taken
            taken = size

        try:
            yield grow_to
        finally:
            self.free += taken
            self._taken[visitor] -= taken
            if not self._taken[visitor]:
                del self._taken[visitor]


ROOM = Room(ROOM_BYTES, MAX_SHARE_BYTES)


@contextlib.asynccontextmanager
async def picture_in(request: Request) -> AsyncIterator[bytes]:
    """Yield the bytes of a request's picture, its raw body or the first file of a multipart form.

    A declared length is checked before reading, an undeclared one while reading. Leave the block when the bytes are no
    longer needed.

    Raises:
        PictureTooLargeError: over 20 MiB.
        TooManyPicturesError: too much is being sent by the same visitor.
        RecognizerBusyError: too much is being sent by all together.
        NotAPictureError: it broke off, took over a minute, or is a form without a file.
    """
    is_form = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
    limit = MAX_PICTURE_BYTES + (MULTIPART_BYTES if is_form else 0)
    announced = request.headers.get("content-length", "")
    size = int(announced[:20]) if announced.isdecimal() else 0
    if size > limit:
        raise too_many_bytes(size)
    with ROOM.share(caller_of_request(request).name) as grow_to:
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
