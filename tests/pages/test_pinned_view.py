"""What a network makes of the pinned digits: the table of answers, and the panel that holds it."""

import numpy as np

from image_data import class_names
from ui.shared.pinned_view import pinned_table

PICTURES = np.zeros((2, 28, 28), np.uint8)
DIGITS = class_names("mnist")


def sure_of(label: int, probability: float) -> list[float]:
    rest = (1 - probability) / 9
    return [probability if digit == label else rest for digit in range(10)]


def test_each_epoch_has_its_answer_and_how_likely_it_is() -> None:
    pinned = [[sure_of(1, 0.6), sure_of(4, 0.9)], [sure_of(7, 0.8), sure_of(4, 0.95)]]
    html = pinned_table(PICTURES, pinned, 2, DIGITS)
    assert html.count("<img") == 2
    for told in ("1: 60.0\u00a0%", "7: 80.0\u00a0%", "4: 90.0\u00a0%", "4: 95.0\u00a0%"):
        assert f"title='{told}'" in html


def test_an_answer_that_did_not_last_is_marked() -> None:
    pinned = [[sure_of(1, 0.6)], [sure_of(7, 0.8)]]
    html = pinned_table(PICTURES[:1], pinned, 2, DIGITS)
    assert html.count("pinned-other") == 1
    assert html.index("pinned-other") < html.index("1: 60.0\u00a0%") < html.index("7: 80.0\u00a0%")


def test_epochs_to_come_have_empty_cells() -> None:
    html = pinned_table(PICTURES[:1], [[sure_of(7, 0.8)]], 5, DIGITS)
    assert html.count("<td></td>") == 4
    assert html.count("scope='col'") == 5


def test_clothes_are_called_by_their_names() -> None:
    html = pinned_table(PICTURES[:1], [[sure_of(9, 0.8)]], 1, class_names("fashion_mnist"))
    assert "<b>Ankle boot</b>" in html
