"""Measurements that need TensorFlow: `python -m benchmarks.tensorflow_side FUNCTION ARGUMENTS`, the latter as JSON."""

import itertools
import json
import sys
import time
from collections.abc import Callable

from benchmarks.drawn import CONDITIONS, load_drawings, on_canvas, shrink_whole
from benchmarks.frames import frames
from datasets import load
from model_store import read_model
from model_store.keras_files import model_from_bytes
from preparation import Prepared, prepare
from recognition.pictures import open_picture
from recognition.recognizer import MAX_BATCH, Recognizer

WARM_UP = 5


def time_recognizer(model: str, repeats: int, predicts: int) -> dict[str, list[float]]:
    """Milliseconds from a picture's bytes to its answer, alone and 32 together; and of `model.predict` on one."""
    recognizer = Recognizer.load(model)
    pictures = itertools.cycle(frames())
    keras_model = model_from_bytes(read_model(model))
    digit = prepare(open_picture(next(pictures))).digit
    images = digit.reshape(1, *keras_model.input_shape[1:]) / 255.0

    def read(count: int) -> None:
        recognizer.answer([prepare(open_picture(next(pictures))) for _ in range(count)])

    return {
        "single": _times(lambda: read(1), repeats),
        "batch": _times(lambda: read(MAX_BATCH), repeats // 10),
        "predict": _times(lambda: keras_model.predict(images, verbose=0), predicts),
    }


def read_test_images(model: str) -> dict[str, float]:
    """A model's accuracy on MNIST's 10,000 test images, and its network's milliseconds an image, 32 at a time."""
    recognizer = Recognizer.load(model)
    data = load("mnist")
    prepared = [Prepared(image, (), None) for image in data.x_test]
    started = time.perf_counter()
    answers = recognizer.answer(prepared)
    seconds = time.perf_counter() - started
    right = sum(answer.label == label for answer, label in zip(answers, data.y_test, strict=True))
    return {"accuracy": right / len(prepared), "ms": seconds / len(prepared) * 1000}


def read_drawings(model: str, strokes: str, count: int) -> dict[str, list[float]]:
    """For each condition, a model's accuracy on drawings: with our preparation, and as tutorials prepare them."""
    recognizer = Recognizer.load(model)
    drawings = load_drawings(strokes, count)
    accuracies = {}
    for condition in CONDITIONS:
        canvases = [on_canvas(drawing, condition) for drawing in drawings]
        ours = [prepare(canvas) for canvas in canvases]
        theirs = [Prepared(shrink_whole(canvas), (), None) for canvas in canvases]
        accuracies[condition] = [
            sum(answer.label == drawing.label for answer, drawing in zip(recognizer.answer(way), drawings, strict=True))
            / len(drawings)
            for way in (ours, theirs)
        ]
    return accuracies


def _times(work: Callable[[], object], repeats: int) -> list[float]:
    times = []
    for number in range(WARM_UP + repeats):
        started = time.perf_counter()
        work()
        if number >= WARM_UP:
            times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](**json.loads(sys.argv[2]))))
