"""Export drawings as pen strokes, in the format of `python -m benchmarks drawings --strokes FILE`."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from feedback.database import VERDICTS, transaction
from feedback.saving import from_row
from feedback.verdict import SavedVerdict

SOURCE = "digit-lab"


def drawings() -> Iterator[dict[str, Any]]:
    """Yield drawings of digits, oldest first: `id`, `source`, `writer`, `label`, `tags`, `width`, `height`, `strokes`.

    Writers are numbered in order of appearance; `tags` is "right" or "wrong", the model's result. Verdicts without a
    label from 0 to 9 or without strokes are skipped: numbers, non-digits, photographs.

    Raises:
        DatabaseError: the database cannot be read.
    """
    numbers: dict[str, int] = defaultdict(itertools.count(1).__next__)
    with transaction() as connection:
        for row in connection.execute(select(VERDICTS).order_by(VERDICTS.c.id)).mappings():
            verdict = from_row(row)
            if verdict.strokes and len(verdict.truth) == 1:
                yield _to_line(verdict, numbers[row["visitor"]])


def _to_line(verdict: SavedVerdict, writer: int) -> dict[str, Any]:
    width, height = verdict.size
    return {
        "id": f"{SOURCE}-{verdict.id}",
        "source": SOURCE,
        "writer": f"{SOURCE}-{writer:03}",
        "label": int(verdict.truth),
        "tags": ["right" if verdict.is_right else "wrong"],
        "width": width,
        "height": height,
        "strokes": verdict.strokes,
    }
