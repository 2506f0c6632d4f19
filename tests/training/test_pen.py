"""What the pen writes can be drawn and prepared, differs from hand to hand, and is the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from base.keras_models.files import model_from_bytes
from model_store import DEFAULT_MODEL, read_model
from recognition.preparation import prepare
from training.pen import (
    CANVAS_SIDE,
    DIGIT_FORMS,
    HELD_OUT_KINDS,
    NON_DIGIT_KINDS,
    TRAINING_KINDS,
    digit_pictures,
    draw,
    non_digit_pictures,
    pictures,
    write_digit,
    write_non_digit,
)
from training.pen.__main__ import main
from training.pen.hand import Hand

FORMS = [(label, form) for label, forms in enumerate(DIGIT_FORMS) for form in forms]
# Some flagged 1s and hooked 7s are hard, for people too.
READABLE = 0.9

examples = settings(max_examples=60)
seeds = st.integers(0, 2**32 - 1)


def are_strokes(strokes):
    return len(strokes) >= 1 and all(
        stroke.dtype == np.float64 and stroke.ndim == 2 and stroke.shape[1] == 2 and np.isfinite(stroke).all()
        for stroke in strokes
    )


@examples
@given(st.integers(0, 9), seeds)
def test_a_digit_is_strokes_of_about_the_height_of_a_line(label, seed):
    strokes = write_digit(label, np.random.default_rng(seed))
    assert are_strokes(strokes)
    height = np.ptp(np.concatenate(strokes)[:, 1])
    assert 0.4 < height < 2.0


@examples
@given(st.sampled_from(NON_DIGIT_KINDS), seeds)
def test_a_non_digit_is_strokes(kind, seed):
    assert are_strokes(write_non_digit(np.random.default_rng(seed), kind))


@pytest.mark.parametrize(("label", "form"), FORMS, ids=lambda value: getattr(value, "name", value))
def test_every_form_of_every_digit_can_be_read(label, form):
    rng = np.random.default_rng(label)
    for _ in range(3):
        prepared = prepare(draw(Hand.random(rng).write(form.skeleton, rng), rng))
        assert prepared.reason is None


@examples
@given(seeds, st.floats(2.0, 30.0), st.floats(0.2, 0.95), st.floats(-180.0, 180.0))
def test_all_ink_is_on_the_canvas_and_as_large_as_asked_for(seed, pen, size, turn_deg):
    rng = np.random.default_rng(seed)
    picture = draw(write_digit(seed % 10, rng), rng, pen=pen, size=size, turn_deg=turn_deg)
    assert (picture.mode, picture.size) == ("L", (CANVAS_SIDE, CANVAS_SIDE))
    left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
    assert min(left, top, CANVAS_SIDE - right, CANVAS_SIDE - bottom) > 0
    assert max(right - left, bottom - top) == pytest.approx(min(size * CANVAS_SIDE + pen, CANVAS_SIDE - 4), abs=3)


def test_a_dot_and_a_stroke_without_length_are_drawn_too():
    dot = draw([np.array([[5.0, 5.0]])], np.random.default_rng(0), pen=10, size=0.5)
    left, top, right, bottom = dot.getbbox() or (0, 0, 0, 0)
    assert (right - left, bottom - top) == pytest.approx((10, 10), abs=2)


@examples
@given(seeds)
def test_the_same_seed_writes_and_draws_the_same(seed):
    first, second = (np.random.default_rng(seed) for _ in range(2))
    pictures = [(draw(write_digit(seed % 10, rng), rng), draw(write_non_digit(rng), rng)) for rng in (first, second)]
    assert [image.tobytes() for image in pictures[0]] == [image.tobytes() for image in pictures[1]]


def test_digit_pictures_hold_each_digit_equally_often_and_none_is_blank():
    pictures, labels = digit_pictures(40, seed=1)
    assert pictures.shape == (40, 28, 28)
    assert pictures.dtype == labels.dtype == np.uint8
    assert np.bincount(labels).tolist() == [4] * 10
    assert (pictures.max(axis=(1, 2)) == 255).all()
    assert len(np.unique(pictures, axis=0)) == 40


def test_the_shipped_network_reads_what_the_pen_writes():
    pictures, labels = digit_pictures(300, seed=3)
    network = model_from_bytes(read_model(DEFAULT_MODEL))
    scores = network.predict(pictures / np.float32(255), verbose=0)[:, :10]  # an eleventh is "not a digit"
    assert (scores.argmax(axis=1) == labels).mean() >= READABLE


def test_pictures_do_not_depend_on_the_number_of_processes(monkeypatch):
    monkeypatch.setattr(pictures, "PART_SIZE", 5)
    alone, _ = digit_pictures(13, seed=2)
    together, _ = digit_pictures(13, seed=2, processes=2)
    assert np.array_equal(alone, together)


def test_another_seed_gives_other_pictures():
    assert not np.array_equal(non_digit_pictures(10, seed=1), non_digit_pictures(10, seed=2))


def test_pictures_of_one_kind_can_be_asked_for():
    pictures = non_digit_pictures(6, seed=1, kinds=("face",))
    assert pictures.shape == (6, 28, 28)


def test_no_pictures_at_all_are_an_empty_array():
    assert digit_pictures(0, seed=1)[0].shape == non_digit_pictures(0, seed=1).shape == (0, 28, 28)


def test_held_out_kinds_are_not_trained_with():
    assert set(HELD_OUT_KINDS) | set(TRAINING_KINDS) == set(NON_DIGIT_KINDS)
    assert not set(HELD_OUT_KINDS) & set(TRAINING_KINDS)


def test_the_sheet_shows_a_row_for_each_form_and_kind(tmp_path):
    main(str(tmp_path / "sheet.png"), columns=1)
    sheet = Image.open(tmp_path / "sheet.png")
    row = sheet.height // (len(FORMS) + len(NON_DIGIT_KINDS))
    assert sheet.height == row * (len(FORMS) + len(NON_DIGIT_KINDS))
    assert (np.asarray(sheet).reshape(-1, row * sheet.width).max(axis=1) == 255).all()
