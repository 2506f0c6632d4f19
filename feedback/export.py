"""What a class drew, as a file of pen strokes that `python -m benchmarks drawings --strokes FILE` reads."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from feedback.database import VERDICTS, transaction
from feedback.keeping import from_row
from feedback.verdict import KeptVerdict

SOURCE = "digit-lab"


def drawings() -> Iterator[dict[str, Any]]:
    """Each drawing of one digit, oldest first: `id`, `source`, `writer`, `label`, `tags`, `width`, `height`, `strokes`.

    Visitors are numbered as they come; `tags` says whether the model was "right" or "wrong". Left out is what has no
    label from 0 to 9 or no strokes: numbers, what is no digit, photographs.

    Raises:
        DatabaseError: the database cannot be read.
    """
    numbers: dict[str, int] = defaultdict(itertools.count(1).__next__)
    with transaction() as connection:
        for row in connection.execute(select(VERDICTS).order_by(VERDICTS.c.id)).mappings():
            verdict = from_row(row)
            if verdict.strokes and len(verdict.truth) == 1:
                yield _to_line(verdict, numbers[row["visitor"]])


def _to_line(verdict: KeptVerdict, writer: int) -> dict[str, Any]:
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
