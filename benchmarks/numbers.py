"""Accuracy on numbers of up to six digits on a canvas, composed of people's digits; needs a file of strokes."""

from collections.abc import Iterator

from benchmarks.processes import with_tensorflow
from benchmarks.report import Figure, Options
from benchmarks.written_numbers import LONGEST
from model_store import DEFAULT_MODEL

Read = list[tuple[str, str, str]]


def measure(options: Options) -> Iterator[Figure]:
    """Measure numbers; the baseline scales each connected component to 28×28 as a digit, with the same network."""
    if not options.strokes:
        raise ValueError("Real pen strokes are needed: python -m benchmarks numbers --strokes FILE.")
    count = min(options.count, 100) if options.quick else options.count
    model = options.model or DEFAULT_MODEL
    asked = {"model": model, "strokes": options.strokes, "source": options.source, "count": count}
    read: Read = with_tensorflow("read_numbers", **asked)
    ours, theirs = ([(text, answers[way]) for text, *answers in read] for way in (0, 1))
    yield Figure("numbers", f"{model}, digits", _digits(ours), "%", _digits(theirs), at_least=97)
    yield Figure("numbers", f"{model}, whole numbers", _numbers(ours), "%", _numbers(theirs), at_least=93)
    for length in range(1, LONGEST + 1):
        right, baseline = (_numbers([pair for pair in way if len(pair[0]) == length]) for way in (ours, theirs))
        yield Figure("numbers", f"{model}, whole numbers of {length}", right, "%", baseline)


def _numbers(read: list[tuple[str, str]]) -> float:
    """Return the percentage of numbers read without errors."""
    return 100 * sum(text == answer for text, answer in read) / len(read)


def _digits(read: list[tuple[str, str]]) -> float:
    """Return the percentage of correct digits; a missing, a wrong and an additional digit are one error each."""
    faults = sum(min(len(text), edit_distance(text, answer)) for text, answer in read)
    return 100 * (1 - faults / sum(len(text) for text, _ in read))


def edit_distance(text: str, answer: str) -> int:
    """Return the number of insertions, deletions and substitutions that turn one text into the other.

    Source: Levenshtein 1966, "Binary codes capable of correcting deletions, insertions, and reversals".
    """
    row = list(range(len(answer) + 1))
    for done, character in enumerate(text, 1):
        diagonal, row[0] = row[0], done
        for column, other in enumerate(answer, 1):
            changed = diagonal + (character != other)
            diagonal, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, changed)
    return row[-1]
