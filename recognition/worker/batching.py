"""Read pictures in batches, in one thread that owns the models."""

import asyncio
import collections
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from base.error_wire import error_to_json
from base.errors import DigitLabError, RecognizerBusyError
from model_store import ModelCard, get_card
from recognition.answers import Reply, to_json
from recognition.pictures import open_picture
from recognition.preparation import prepare_without, shrink_whole
from recognition.preparation.resized import resize_file
from recognition.preparation.segmented_ink import SegmentedInk, segment_ink
from recognition.recognize_query import TUTORIAL, TUTORIAL_FILE, RecognizeQuery, steps_left_out
from recognition.worker.recognizer import MAX_BATCH, Recognizer

MAX_MODELS = 16
MAX_WAITING = 256
# Larger pictures, such as a camera's, are opened in their own thread: they must not delay live frames.
LARGE_BYTES = 200_000
# Each takes up to 1.5 s to open; beyond this many, a request is rejected immediately.
MAX_OPENING = 8


@dataclass
class _Waiting:
    picture: bytes | SegmentedInk
    query: RecognizeQuery
    reply: asyncio.Future[Reply]


Loaded = TypeVar("Loaded")


class ModelCache(Generic[Loaded]):
    """A least recently used cache of loaded models, for use from one thread.

    Args:
        load: loads the model with an id.
        most: the cache's size.
    """

    def __init__(self, load: Callable[[str], Loaded], most: int = MAX_MODELS) -> None:
        self._load = load
        self._most = most
        self._cached: collections.OrderedDict[str, tuple[ModelCard, Loaded]] = collections.OrderedDict()

    def get(self, model: str) -> tuple[ModelCard, Loaded]:
        """Return a model's card and the loaded model.

        Raises:
            ModelNotFoundError, ModelCorruptError: raised by the store.
        """
        card = get_card(model)
        cached = self._cached.get(model)
        if cached is None or cached[0].sha256 != card.sha256:
            cached = card, self._load(model)
            self._cached[model] = cached
        self._cached.move_to_end(model)
        while len(self._cached) > self._most:
            self._cached.popitem(last=False)
        return cached


class Batcher:
    """Reads pictures in batches: those that arrive while one batch is read form the next."""

    def __init__(self) -> None:
        self._models = ModelCache(Recognizer.load)
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._reader = ThreadPoolExecutor(1, "reader")
        self._opener = ThreadPoolExecutor(1, "opener")
        self._opening = 0

    async def warm_up(self, model: str) -> None:
        """Load a model before the first request."""
        await asyncio.get_running_loop().run_in_executor(self._reader, self._models.get, model)

    async def answer(self, content: bytes, query: RecognizeQuery) -> Reply:
        """Read a picture's bytes; errors become replies too."""
        try:
            if self._queue.qsize() >= MAX_WAITING:
                raise RecognizerBusyError(f"{MAX_WAITING} pictures are waiting already. Try again in a second.")
            picture = await self._opened(content, query) if len(content) > LARGE_BYTES else content
        except DigitLabError as error:
            return Reply(error.status, error_to_json(error))
        waiting = _Waiting(picture, query, asyncio.get_running_loop().create_future())
        await self._queue.put(waiting)
        return await waiting.reply

    async def _opened(self, content: bytes, query: RecognizeQuery) -> SegmentedInk:
        """Open a large picture in a separate thread."""
        if self._opening >= MAX_OPENING:
            raise RecognizerBusyError(f"{MAX_OPENING} photographs are waiting already. Try again in some seconds.")
        self._opening += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._opener, _segment, content, query)
        finally:
            self._opening -= 1

    async def run(self) -> None:
        """Read batch after batch, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            batch = [await self._queue.get()]
            while len(batch) < MAX_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                replies = await loop.run_in_executor(self._reader, self._read, batch)
            except Exception as error:  # noqa: BLE001 - a bug is raised in its callers, and must not stop later batches
                for waiting in batch:
                    if not waiting.reply.done():
                        waiting.reply.set_exception(error)
                continue
            for waiting, reply in zip(batch, replies, strict=True):
                if not waiting.reply.done():
                    waiting.reply.set_result(reply)

    def _read(self, batch: list[_Waiting]) -> list[Reply]:
        replies: dict[int, Reply] = {}
        inks: dict[str, dict[int, SegmentedInk]] = collections.defaultdict(dict)
        for number, waiting in enumerate(batch):
            try:
                picture = waiting.picture
                inks[waiting.query.model][number] = (
                    picture if isinstance(picture, SegmentedInk) else _segment(picture, waiting.query)
                )
            except DigitLabError as error:
                replies[number] = Reply(error.status, error_to_json(error))
        for model, pictures in inks.items():
            replies |= self._read_with(model, pictures, batch)
        return [replies[number] for number in range(len(batch))]

    def _read_with(self, model: str, pictures: dict[int, SegmentedInk], batch: list[_Waiting]) -> dict[int, Reply]:
        try:
            card, recognizer = self._models.get(model)
        except DigitLabError as error:
            return {number: Reply(error.status, error_to_json(error)) for number in pictures}
        recognitions = recognizer.read_segmented(list(pictures.values()))
        return {
            number: Reply(200, to_json(recognition, batch[number].query, card.class_names))
            for number, recognition in zip(pictures, recognitions, strict=True)
        }


def _segment(content: bytes, query: RecognizeQuery) -> SegmentedInk:
    picture = open_picture(content)
    if query.way == TUTORIAL:
        return SegmentedInk(shrink_whole(picture))
    if query.way == TUTORIAL_FILE:
        return SegmentedInk(resize_file(content, picture))
    off = steps_left_out(query.way)
    return SegmentedInk(prepare_without(picture, off)) if off else segment_ink(picture)
