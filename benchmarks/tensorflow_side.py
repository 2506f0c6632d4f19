"""Measurements that need TensorFlow: `python -m benchmarks.tensorflow_side FUNCTION ARGUMENTS`, the latter as JSON."""

import difflib
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from base.keras_models.files import model_from_bytes
from benchmarks.drawn import CONDITIONS, load_drawings, on_canvas
from benchmarks.frames import frames
from benchmarks.peak_memory import PeakMemory
from benchmarks.photo_album import Album
from benchmarks.photo_scenes import SCENES
from benchmarks.written_numbers import connected_parts, write_numbers
from image_data import load
from model_store import read_model
from recognition.pictures import open_picture
from recognition.preparation import Prepared, prepare, shrink_whole
from recognition.preparation.segmented_ink import segment_ink
from recognition.results import Recognition
from recognition.worker.recognizer import MAX_BATCH, Recognizer

WARM_UP = 5
# A label, our prediction and the tutorials' prediction, and whether we refuse the drawing.
DrawingRead = tuple[int, int | None, int | None, bool]


def time_recognizer(model: str, repeats: int, predicts: int) -> dict[str, list[float]]:
    """Return latencies in ms from a picture's bytes to its answer, alone and 32 together; and of `model.predict`."""
    recognizer = Recognizer.load(model)
    pictures = itertools.cycle(frames())
    keras_model = model_from_bytes(read_model(model))
    digit = prepare(open_picture(next(pictures))).digit
    images = digit.reshape(1, *keras_model.input_shape[1:]) / 255.0

    def read(count: int) -> None:
        recognizer.read_segmented([segment_ink(open_picture(next(pictures))) for _ in range(count)])

    return {
        "single": _times(lambda: read(1), repeats),
        "batch": _times(lambda: read(MAX_BATCH), repeats // 10),
        "predict": _times(lambda: keras_model.predict(images, verbose=0), predicts),
    }


def read_test_images(model: str) -> dict[str, float]:
    """Return a model's accuracy on MNIST's 10,000 test images, and its milliseconds per image in batches of 32."""
    recognizer = Recognizer.load(model)
    data = load("mnist")
    prepared = [Prepared(image, (), None) for image in data.x_test]
    started = time.perf_counter()
    answers = recognizer.answer(prepared)
    seconds = time.perf_counter() - started
    right = sum(_named(answer) == label for answer, label in zip(answers, data.y_test, strict=True))
    return {"accuracy": right / len(prepared), "ms": seconds / len(prepared) * 1000}


def read_drawings(model: str, strokes: str, source: str, count: int) -> dict[str, dict[str, list[DrawingRead]]]:
    """Return for "some" drawings and "slashed" zeros, in each condition: the label, the prediction with our way,
    the prediction with the tutorials', and whether ours is refused."""
    recognizer = Recognizer.load(model)
    some = load_drawings(strokes, count, source)
    slashed = [drawing for drawing in load_drawings(strokes, source=source) if drawing.is_slashed]
    read: dict[str, dict[str, list[DrawingRead]]] = {"some": {}, "slashed": {}}
    for condition in CONDITIONS:
        for group, drawings in (("some", some), ("slashed", slashed)):
            canvases = [on_canvas(drawing, condition) for drawing in drawings]
            ours = [recognizer.recognize(canvas) for canvas in canvases]
            theirs = recognizer.answer([shrink_whole(canvas) for canvas in canvases])
            read[group][condition] = [
                (drawing.label, _named(our), _named(their), our.reason == "not_digit")
                for drawing, our, their in zip(drawings, ours, theirs, strict=True)
            ]
    return read


def _named(answer: Recognition) -> int | None:
    """Return the digit that an answer names, even as the closest one; None if there are several, or none."""
    is_one = answer.number is None and answer.reason in (None, "not_digit")
    return int(answer.probabilities.argmax()) if is_one else None


def read_numbers(model: str, strokes: str, source: str, count: int) -> list[tuple[str, str, str]]:
    """Return numbers with their label, prediction, and the prediction with connected components as digits."""
    recognizer = Recognizer.load(model)
    read = []
    for text, canvas in write_numbers(load_drawings(strokes, source=source), count):
        answer = recognizer.recognize(canvas)
        ours = answer.number or ("" if answer.label is None else str(answer.label))
        labels = [part.label for part in recognizer.answer([shrink_whole(part) for part in connected_parts(canvas)])]
        read.append((text, ours, "".join(map(str, labels))))
    return read


def read_photographs(model: str, strokes: str, source: str, count: int) -> dict[str, dict[str, int]]:
    """Return for each kind of photograph: the numbers of digits and of correct digits, of correct photographs,
    and of correct ones where the whole picture is shrunk, as tutorials do."""
    recognizer = Recognizer.load(model)
    album = Album(strokes, source)
    tallies = {}
    for kind in SCENES:
        tally = tallies[kind] = dict.fromkeys(("digits", "right", "whole", "shrunk"), 0)
        for photograph in album.photographs(kind, count):
            picture = open_picture(photograph.jpeg)
            read = tuple(digit.label for digit in recognizer.recognize(picture).digits)
            blocks = difflib.SequenceMatcher(None, read, photograph.labels, autojunk=False).get_matching_blocks()
            tally["digits"] += len(photograph.labels)
            tally["right"] += sum(block.size for block in blocks)
            tally["whole"] += read == photograph.labels
            tally["shrunk"] += recognizer.answer([shrink_whole(picture)])[0].label == photograph.labels[0]
    return tallies


def weigh_photograph(model: str, file: str, repeats: int) -> dict[str, float]:
    """Return the median ms from a photograph's file to its answer, and the first one's memory growth in MB."""
    recognizer = Recognizer.load(model)
    content = Path(file).read_bytes()
    with PeakMemory() as peak:
        recognizer.recognize(open_picture(content))
    times = _times(lambda: recognizer.recognize(open_picture(content)), repeats)
    return {"ms": statistics.median(times), "mb": peak.growth_mb}


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
