"""Kept drawings: what is deleted is gone from trainings, too; what was prepared before is not prepared again."""

from typing import Any

import numpy as np
import pytest

import feedback
from tests.feedback.samples import OTHER, VISITOR, verdict
from use_cases.drawings import PreparedDrawings, collected_drawings, delete_all_drawings, delete_drawing


class NotingRuns:
    """Of the run board, what is called when drawings are deleted."""

    def __init__(self):
        self.forgotten = []

    def forget_drawings(self, visitor):
        self.forgotten.append(visitor)


@pytest.fixture
def kept():
    """The ids of two drawings of the visitor's; somebody else keeps one, too."""
    for visitor in (VISITOR, OTHER):
        feedback.agree(visitor)
    feedback.save(OTHER, verdict(truth="3"))
    return [feedback.save(VISITOR, verdict(truth=truth)) for truth in ("7", "1")]


def test_a_deleted_drawing_is_gone_from_the_visitors_runs_too(kept):
    runs: Any = NotingRuns()
    delete_drawing(runs, VISITOR, kept[0])
    assert [each.id for each in feedback.verdicts(VISITOR)] == kept[1:]
    delete_all_drawings(runs, VISITOR)
    assert (feedback.verdicts(VISITOR), feedback.has_agreed(VISITOR)) == ([], False)
    assert runs.forgotten == [VISITOR, VISITOR]
    assert feedback.count(OTHER) == 1


def test_what_was_prepared_before_stays_and_what_was_deleted_goes(kept):
    known = np.full((28, 28), 9, np.uint8)
    prepared: PreparedDrawings = {kept[1]: known, 10_000: known}
    feedback.delete(VISITOR, kept[0])
    found = collected_drawings(VISITOR, prepared)
    assert prepared.keys() == {kept[1]}
    assert (found.images[0] == known).all()
    assert (found.labels.tolist(), found.left_out) == ([1], 0)
