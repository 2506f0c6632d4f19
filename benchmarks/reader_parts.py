"""Ablation of the shipped reader's training: readers are trained briefly without each part. Takes half an hour."""

import json
from collections.abc import Iterator

from benchmarks.processes import run_json
from benchmarks.report import Figure, Options, say


def measure(options: Options) -> Iterator[Figure]:
    """Measure each variant's accuracy in percent, equally briefly trained; the baseline has all parts."""
    if not options.strokes:
        raise ValueError("Real pen strokes are needed: python -m benchmarks reader_parts --strokes FILE.")
    say("Training readers …")
    count = 20 if options.quick else min(options.count, 500)
    arguments = {"strokes": options.strokes, "source": options.source, "count": count, "is_quick": options.quick}
    measured: dict[str, dict[str, float]] = run_json(["benchmarks.reader_parts_side", json.dumps(arguments)], {})
    with_all = next(iter(measured.values()))
    for variant, accuracies in measured.items():
        for what, accuracy in accuracies.items():
            yield Figure("reader_parts", f"{variant}: {what}", accuracy * 100, "%", with_all[what] * 100)
