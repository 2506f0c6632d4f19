"""What counts as the same answer, and what does not."""

import numpy as np
import pytest

from base.errors import ExportDiffersError, ExportNumbersError
from conversion.check import Check


def answers(count: int = 4) -> np.ndarray:
    rows = np.full((count, 10), 0.05, np.float32)
    rows[np.arange(count), np.arange(count) % 10] = 0.55
    return rows


def test_the_same_answers_pass_with_their_largest_difference():
    theirs = answers()
    theirs[2, 5] += np.float32(3e-5)
    check = Check.of(answers(), theirs, "a runtime")
    assert (check.images, check.same_labels, check.runtime) == (4, 4, "a runtime")
    assert check.largest_difference == pytest.approx(3e-5, rel=0.01)


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        (np.roll(answers(), 1, axis=1), "0 of 4 labels"),
        (answers() * np.float32(0.9), "largest difference 5.5e-02"),
        (answers()[:, :9], "(4, 9)"),
        (np.full((4, 10), np.nan, np.float32), "0% numbers"),
    ],
)
def test_other_answers_are_refused_with_what_was_found(theirs, found):
    with pytest.raises(ExportDiffersError) as refused:
        Check.of(answers(), theirs, "a runtime")
    assert found in str(refused.value)
    assert found in refused.value.details["found"]


def test_model_whose_own_answers_are_no_numbers_is_said_to_have_diverged():
    with pytest.raises(ExportNumbersError, match="its training diverged"):
        Check.of(np.full((4, 10), np.nan, np.float32), answers(), "a runtime")
