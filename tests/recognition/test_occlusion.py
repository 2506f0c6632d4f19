"""An occlusion map is high exactly where a network looks."""

import numpy as np
import pytest

from recognition.explain_query import PATCH
from recognition.worker.occlusion import log_odds, occlude

SEEN = [(6, 7), (20, 18)]


def _looks_at_two_pixels(images: np.ndarray) -> np.ndarray:
    """Logits of a network that calls a picture a 3 for the ink at two known pixels, and a little against a third."""
    logits = np.zeros((len(images), 10), np.float32)
    logits[:, 3] = sum(4 * images[:, row, column] for row, column in SEEN) - 2 * images[:, 13, 2]
    return logits


def test_map_is_high_where_the_network_looks_low_where_ink_speaks_against_it_and_zero_elsewhere() -> None:
    falls = occlude(np.ones((28, 28), np.float32), 3, _looks_at_two_pixels).falls
    expected = np.zeros((28, 28), np.float32)
    for row, column in SEEN:
        expected[row - 2 : row + 3, column - 2 : column + 3] = 4
    expected[11:16, 0:5] = -2
    np.testing.assert_allclose(falls, expected, atol=1e-4)


def test_only_ink_can_be_hidden() -> None:
    image = np.zeros((28, 28), np.float32)
    image[6, 7] = 1
    asked = []

    def noting(images: np.ndarray) -> np.ndarray:
        asked.append(len(images))
        return _looks_at_two_pixels(images)

    found = occlude(image, 3, noting)
    assert asked == [PATCH**2 + 1]
    assert found.falls[20, 18] == 0
    assert found.falls[found.position] == found.falls.max() == pytest.approx(4, abs=1e-4)
    assert abs(found.position[0] - 6) <= 2 >= abs(found.position[1] - 7)


def test_blank_picture_has_an_empty_map() -> None:
    found = occlude(np.zeros((28, 28), np.float32), 3, _looks_at_two_pixels)
    assert not found.falls.any()


def test_a_sure_answer_s_log_odds_still_tell_what_it_rests_on() -> None:
    logits = np.zeros((3, 11), np.float32)
    logits[:, 4] = 0, 40, 80
    np.testing.assert_allclose(log_odds(logits, 4), logits[:, 4] - np.log(10), rtol=1e-5)
