"""Read pictures in batches, in one thread that owns the models."""

import asyncio
import collections
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from base.errors import DigitLabError, RecognizerBusyError, TooManyPicturesError
from model_store import ModelCard, get_card
from recognition.answers import Reply, to_json
from recognition.caller import NOBODY, Caller
from recognition.cost import is_frame
from recognition.opening.opener import Opener
from recognition.opening.segmenting import segment_file
from recognition.preparation.segmented_ink import SegmentedInk
from recognition.recognize_query import RecognizeQuery
from recognition.worker.recognizer import MAX_BATCH, Recognizer
from recognition.worker.turns import Turns

MAX_MODELS = 16
# Of all callers together, and of each. Behind one address may be a whole class, with one frame each.
MAX_WAITING, MAX_WAITING_EACH = 256, 32
# The same of pictures that cost more than a frame. Each takes up to a second and a half; a visitor whose picture would
# wait longer gets an error at once.
MAX_OPENING, MAX_OPENING_EACH = 8, 2
# A batch takes milliseconds, and loading a model a second or two.
STUCK_S = 8.0


@dataclass
class _Waiting:
    picture: bytes | SegmentedInk
    query: RecognizeQuery
    reply: asyncio.Future[Reply]

    def settle(self, reply: Reply) -> None:
        """Answer, unless nobody waits any more."""
        if not self.reply.done():
            self.reply.set_result(reply)

    def fail(self, error: Exception) -> None:
        """Raise a bug where the answer is waited for."""
        if not self.reply.done():
            self.reply.set_exception(error)


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
    """Answers pictures in batches, the oldest of each caller: what came in while one batch was read makes up the next.

    What costs more than a live frame waits in turns of its own for the opening process, so that no frame waits for it.
    """

    def __init__(self) -> None:
        self._models = ModelCache(Recognizer.load)
        self._frames: Turns[_Waiting] = Turns()
        self._large: Turns[_Waiting] = Turns()
        self._reader = ThreadPoolExecutor(1, "reader")
        self._opener_thread = ThreadPoolExecutor(1, "opener")
        self._opener = Opener()
        self._reading_since: float | None = None

    @property
    def is_stuck(self) -> bool:
        """Whether the reader has been busy with one batch for longer than any takes."""
        return self._reading_since is not None and time.monotonic() - self._reading_since > STUCK_S

    async def warm_up(self, model: str) -> None:
        """Load a model before the first request."""
        await asyncio.get_running_loop().run_in_executor(self._reader, self._models.get, model)

    async def answer(self, content: bytes, query: RecognizeQuery, caller: Caller = NOBODY) -> Reply:
        """Read a picture's bytes as the query asks; errors become replies too."""
        waiting = _Waiting(content, query, asyncio.get_running_loop().create_future())
        try:
            if is_frame(content):
                self._let_wait(waiting, caller)
            else:
                _check_room(self._large, caller, MAX_OPENING, MAX_OPENING_EACH)
                self._large.put(caller.name, waiting)
        except DigitLabError as error:
            return Reply.refusing(error)
        return await waiting.reply

    async def run(self) -> None:
        """Answer batch after batch, for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._read_all())
            group.create_task(self._open_all())

    def _let_wait(self, waiting: _Waiting, caller: Caller) -> None:
        if caller.is_browser:
            older = self._frames.replace(caller.name, waiting, lambda other: other.query == waiting.query)
            if older is not None:
                older.settle(Reply.refusing(TooManyPicturesError("A newer picture of yours took this one's place.")))
                return
        _check_room(self._frames, caller, MAX_WAITING, MAX_WAITING_EACH)
        self._frames.put(caller.name, waiting)

    async def _open_all(self) -> None:
        """Have the opening process ink what is large, and let the segmented wait for the reader."""
        loop = asyncio.get_running_loop()
        while True:
            (waiting,) = await self._large.take(1)
            try:
                waiting.picture = await loop.run_in_executor(self._opener_thread, self._open, waiting)
                self._frames.put("", waiting)
            except DigitLabError as error:
                waiting.settle(Reply.refusing(error))
            except Exception as error:  # noqa: BLE001 - a bug must reach its caller's log, and end no picture after it
                waiting.fail(error)

    def _open(self, waiting: _Waiting) -> SegmentedInk:
        assert isinstance(waiting.picture, bytes), "A picture is opened once."
        return self._opener.segment(waiting.picture, waiting.query.way)

    async def _read_all(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = await self._frames.take(MAX_BATCH)
            self._reading_since = time.monotonic()
            try:
                replies = await loop.run_in_executor(self._reader, self._read, batch)
            except Exception as error:  # noqa: BLE001 - a bug is raised in its callers, and must not stop later batches
                for waiting in batch:
                    waiting.fail(error)
                continue
            finally:
                self._reading_since = None
            for waiting, reply in zip(batch, replies, strict=True):
                waiting.settle(reply)

    def _read(self, batch: list[_Waiting]) -> list[Reply]:
        replies: dict[int, Reply] = {}
        inks: dict[str, dict[int, SegmentedInk]] = collections.defaultdict(dict)
        for number, waiting in enumerate(batch):
            try:
                picture = waiting.picture
                inks[waiting.query.model][number] = (
                    picture if isinstance(picture, SegmentedInk) else segment_file(picture, waiting.query.way)
                )
            except DigitLabError as error:
                replies[number] = Reply.refusing(error)
        for model, pictures in inks.items():
            replies |= self._read_with(model, pictures, batch)
        return [replies[number] for number in range(len(batch))]

    def _read_with(self, model: str, pictures: dict[int, SegmentedInk], batch: list[_Waiting]) -> dict[int, Reply]:
        try:
            card, recognizer = self._models.get(model)
        except DigitLabError as error:
            return {number: Reply.refusing(error) for number in pictures}
        recognitions = recognizer.read_segmented(list(pictures.values()))
        return {
            number: Reply(200, to_json(recognition, batch[number].query, card.class_names))
            for number, recognition in zip(pictures, recognitions, strict=True)
        }


def _check_room(waiting: Turns[_Waiting], caller: Caller, most: int, most_each: int) -> None:
    if caller.name and waiting.count(caller.name) >= most_each:
        raise TooManyPicturesError(f"{most_each} pictures of yours are waiting already. Try again in a second.")
    if len(waiting) >= most:
        raise RecognizerBusyError(f"{most} pictures are waiting already. Try again in a second.")
