"""Pictures that come in together are read together, in one thread that owns the models."""

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
from recognition.preparation.sketch import Sketch, sketch
from recognition.question import TUTORIAL, TUTORIAL_FILE, Question, steps_left_out
from recognition.worker.recognizer import MAX_BATCH, Recognizer

MAX_MODELS = 16
MAX_WAITING = 256
# A camera's picture takes longer to open than all frames of a class; it must not hold them up.
LARGE_BYTES = 200_000
# Each takes up to a second and a half; a visitor whose picture would wait longer gets an error at once.
MAX_OPENING = 8


@dataclass
class _Waiting:
    picture: bytes | Sketch
    question: Question
    reply: asyncio.Future[Reply]


Loaded = TypeVar("Loaded")


class ModelCache(Generic[Loaded]):
    """The models asked for last, loaded and warm. Used from one thread.

    Args:
        load: makes of a model's id what is kept of it.
        most: how many are kept.
    """

    def __init__(self, load: Callable[[str], Loaded], most: int = MAX_MODELS) -> None:
        self._load = load
        self._most = most
        self._kept: collections.OrderedDict[str, tuple[ModelCard, Loaded]] = collections.OrderedDict()

    def get(self, model: str) -> tuple[ModelCard, Loaded]:
        """A model's card, and what was loaded of it.

        Raises:
            ModelNotFoundError, ModelCorruptError: as the store says.
        """
        card = get_card(model)
        kept = self._kept.get(model)
        if kept is None or kept[0].sha256 != card.sha256:
            kept = card, self._load(model)
            self._kept[model] = kept
        self._kept.move_to_end(model)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return kept


class Batcher:
    """Answers pictures in batches: what came in while one batch was read makes up the next."""

    def __init__(self) -> None:
        self._models = ModelCache(Recognizer.load)
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._reader = ThreadPoolExecutor(1, "reader")
        self._opener = ThreadPoolExecutor(1, "opener")
        self._opening = 0

    async def warm_up(self, model: str) -> None:
        """Load a model before the first visitor asks for it."""
        await asyncio.get_running_loop().run_in_executor(self._reader, self._models.get, model)

    async def answer(self, content: bytes, question: Question) -> Reply:
        """Read a picture's bytes as the question asks; errors become replies too."""
        try:
            if self._queue.qsize() >= MAX_WAITING:
                raise RecognizerBusyError(f"{MAX_WAITING} pictures are waiting already. Try again in a second.")
            picture = await self._opened(content, question) if len(content) > LARGE_BYTES else content
        except DigitLabError as error:
            return Reply(error.status, error_to_json(error))
        waiting = _Waiting(picture, question, asyncio.get_running_loop().create_future())
        await self._queue.put(waiting)
        return await waiting.reply

    async def _opened(self, content: bytes, question: Question) -> Sketch:
        """A large picture, opened in a thread of its own."""
        if self._opening >= MAX_OPENING:
            raise RecognizerBusyError(f"{MAX_OPENING} photographs are waiting already. Try again in some seconds.")
        self._opening += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._opener, _sketch, content, question)
        finally:
            self._opening -= 1

    async def run(self) -> None:
        """Answer batch after batch, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            batch = [await self._queue.get()]
            while len(batch) < MAX_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                replies = await loop.run_in_executor(self._reader, self._read, batch)
            except Exception as error:  # noqa: BLE001 - a bug must reach its callers' logs, and end no batch after it
                for waiting in batch:
                    if not waiting.reply.done():
                        waiting.reply.set_exception(error)
                continue
            for waiting, reply in zip(batch, replies, strict=True):
                if not waiting.reply.done():
                    waiting.reply.set_result(reply)

    def _read(self, batch: list[_Waiting]) -> list[Reply]:
        replies: dict[int, Reply] = {}
        sketches: dict[str, dict[int, Sketch]] = collections.defaultdict(dict)
        for number, waiting in enumerate(batch):
            try:
                picture = waiting.picture
                sketches[waiting.question.model][number] = (
                    picture if isinstance(picture, Sketch) else _sketch(picture, waiting.question)
                )
            except DigitLabError as error:
                replies[number] = Reply(error.status, error_to_json(error))
        for model, pictures in sketches.items():
            replies |= self._read_with(model, pictures, batch)
        return [replies[number] for number in range(len(batch))]

    def _read_with(self, model: str, pictures: dict[int, Sketch], batch: list[_Waiting]) -> dict[int, Reply]:
        try:
            card, recognizer = self._models.get(model)
        except DigitLabError as error:
            return {number: Reply(error.status, error_to_json(error)) for number in pictures}
        recognitions = recognizer.read_sketches(list(pictures.values()))
        return {
            number: Reply(200, to_json(recognition, batch[number].question, card.class_names))
            for number, recognition in zip(pictures, recognitions, strict=True)
        }


def _sketch(content: bytes, question: Question) -> Sketch:
    picture = open_picture(content)
    if question.way == TUTORIAL:
        return Sketch(shrink_whole(picture))
    if question.way == TUTORIAL_FILE:
        return Sketch(resize_file(content, picture))
    off = steps_left_out(question.way)
    return Sketch(prepare_without(picture, off)) if off else sketch(picture)
