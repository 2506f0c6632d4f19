"""What goes on in a training: said in sentences, and marked at the curve."""

import altair as alt
import pytest

from training.diagnosis import Diagnosis, Trouble
from ui.shared.diagnosis_words import diagnosis_sentences, mark_text
from ui.shared.loss_chart import curve_chart, mark_curve

OVERFITTING = Diagnosis(Trouble.OVERFITTING, 3, 12.53)
HISTORY = {"loss": [0.5, 0.4, 0.3], "val_loss": [0.5, 0.4, 0.45]}


def test_overfitting_is_named_with_its_epoch_the_gap_and_what_to_try() -> None:
    words = diagnosis_sentences(OVERFITTING)
    assert words.startswith("**Overfitting starts here**, after epoch 3:")
    assert "12.5 points ahead" in words
    assert words.endswith("Try early stopping, dropout, or more pictures.")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Trouble.DIVERGING, "diverges** from epoch 2"),
        (Trouble.STUCK, "after 2 epochs"),
        (Trouble.PLATEAU, "on a plateau**: after 2 epochs"),
    ],
)
def test_other_troubles_are_named_with_their_epoch(kind: Trouble, words: str) -> None:
    assert words in diagnosis_sentences(Diagnosis(kind, 2))


@pytest.mark.parametrize(("epochs", "align"), [(10, "left"), (4, "right")])
def test_the_mark_stands_at_its_epoch_with_its_words_inside_the_chart(epochs: int, align: str) -> None:
    chart = curve_chart(HISTORY, "loss", "Loss", epochs, validation="split")
    spec = alt.LayerChart(layer=[chart, *mark_curve(OVERFITTING, "loss", epochs, validation="split")]).to_dict()
    line, words = spec["layer"][-2:]
    assert (line["mark"]["type"], words["mark"]["align"]) == ("rule", align)
    (marked,) = spec["datasets"][line["data"]["name"]]
    assert marked == {"epoch": 3, "words": "overfitting starts here"}


@pytest.mark.parametrize("kind", [Trouble.STUCK, Trouble.PLATEAU])
def test_a_training_that_does_not_move_has_no_place_to_mark(kind: Trouble) -> None:
    assert mark_text(Diagnosis(kind, 5)) == ""
