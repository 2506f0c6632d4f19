"""How the shipped networks are trained: the mixture of pictures, distortions, drawings of people, calibration."""

import gzip
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import DatasetError
from base.keras_models.temperature import temper
from image_data import Dataset, load
from training.shipped import digits
from training.shipped.calibration import calibration_error, find_refusal, find_temperature
from training.shipped.garments import train_garments
from training.shipped.mixture import Part, mixed_batches
from training.shipped.people import drawing_pictures, load_drawings
from training.worker.augmentation import Distortion, distort

SEED = np.array([1, 2], np.int64)


def part(level, count, share):
    """`count` even pictures of one grey level, labelled with it."""
    return Part(np.full((count, 28, 28), level, np.uint8), np.full(count, level), share, lambda images, _seed: images)


def line(source="pendigits", label=3, writer="a"):
    strokes = [[[10, 10], [60, 200]], [[90, 20], [80, 120], [70, 240]]]
    return {"id": "1", "source": source, "writer": writer, "label": label, "width": 280, "strokes": strokes}


@pytest.fixture
def stroke_file(tmp_path):
    path = tmp_path / "strokes.jsonl.gz"
    lines = [line(), line("unipen-aga"), line("ujipenchars2", 5, "b")]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    return str(path)


def test_a_batch_has_of_each_part_its_share():
    batches = list(mixed_batches([part(1, 10, 3), part(2, 4, 5)], 4, 6, seed=1))
    assert len(batches) == 6
    for images, labels in batches:
        assert images.shape == (8, 28, 28)
        assert np.argmax(labels, axis=1).tolist() == [1, 1, 1, 2, 2, 2, 2, 2]
        assert np.allclose(images[:, 0, 0] * 255, [1, 1, 1, 2, 2, 2, 2, 2])


def test_each_picture_is_shown_before_one_is_shown_again():
    pictures = np.arange(12, dtype=np.uint8).repeat(784).reshape(12, 28, 28)
    shown = mixed_batches([Part(pictures, np.zeros(12, int), 4, lambda images, _seed: images)], 10, 3, seed=1)
    levels = np.concatenate([images.numpy()[:, 0, 0] for images, _ in shown]) * 255
    assert sorted(np.rint(levels).astype(int)) == list(range(12))


def test_the_same_seed_gives_the_same_batches_and_another_one_others():
    def levels(seed):
        pictures = np.random.default_rng(0).integers(0, 256, (50, 28, 28), np.uint8)
        mixed = [Part(pictures, np.zeros(50, int), 16, distort(Distortion(turn_deg=12.0)))]
        return np.concatenate([images.numpy() for images, _ in mixed_batches(mixed, 10, 2, seed)])

    assert np.array_equal(levels(3), levels(3))
    assert not np.array_equal(levels(3), levels(4))


def test_a_distorted_picture_keeps_its_levels_and_its_size():
    pictures = np.random.default_rng(0).random((40, 28, 28), np.float32)
    changed = distort(Distortion(turn_deg=12.0))(pictures, SEED).numpy()
    assert changed.shape == pictures.shape
    assert changed.dtype == np.float32
    assert 0.0 <= changed.min() < changed.max() <= 1.0
    assert np.abs(changed - pictures).mean() > 0.05


def test_a_distortion_turns_no_further_than_it_may():
    bar = np.zeros((64, 28, 28), np.float32)
    bar[:, 4:24, 13:15] = 1.0
    still = Distortion(turn_deg=10.0, shear=0.0, log_scale=0.0, shift_px=0.0, elastic_px=0.0)
    turned = distort(still)(bar, SEED).numpy() > 0.3
    tops = [np.average(np.arange(28), weights=picture[:8].sum(axis=0)) for picture in turned]
    reach = 9.5 * np.tan(np.deg2rad(10.0)) + 0.5
    assert max(abs(top - 13.5) for top in tops) <= reach
    assert np.ptp(tops) > 1.0


def test_drawings_of_the_sources_for_training_alone_are_loaded(stroke_file):
    drawings = load_drawings(stroke_file)
    assert [(drawing.label, drawing.writer) for drawing in drawings] == [(3, "pendigits a"), (5, "ujipenchars2 b")]
    assert [stroke.shape for stroke in drawings[0].strokes] == [(2, 2), (3, 2)]


def test_each_drawing_is_drawn_anew_each_time_and_the_same_for_the_same_seed(stroke_file):
    drawings = load_drawings(stroke_file)
    pictures = drawing_pictures(drawings, 3, seed=1)
    assert pictures.shape == (6, 28, 28)
    assert not np.array_equal(pictures[0], pictures[2])
    assert np.array_equal(pictures, drawing_pictures(drawings, 3, seed=1))


@pytest.mark.parametrize("content", ["", "not JSON", '{"source": "pendigits"}', json.dumps(line("unipen-aga"))])
def test_a_file_without_usable_drawings_is_refused_with_its_name(content, tmp_path):
    path = tmp_path / "strokes.jsonl"
    path.write_text(content)
    with pytest.raises(DatasetError, match=r"strokes\.jsonl"):
        load_drawings(str(path))


def test_a_missing_file_of_drawings_is_named():
    with pytest.raises(DatasetError, match="nowhere"):
        load_drawings("/nowhere.jsonl.gz")


@settings(max_examples=4)
@given(st.floats(0.4, 3.0), st.integers(0, 1000))
def test_the_temperature_that_was_used_is_found(temperature, seed):
    rng = np.random.default_rng(seed)
    true = temper(rng.dirichlet(np.full(10, 0.4), 3000).astype(np.float32), 1.0)
    labels = np.array([rng.choice(10, p=row / row.sum()) for row in true.astype(np.float64)])
    overconfident = temper(true, 1.0 / temperature)
    assert find_temperature(overconfident, labels) == pytest.approx(temperature, rel=0.15)


def test_answers_that_come_true_as_often_as_they_say_have_no_calibration_error():
    sure = np.tile(np.array([[0.8, 0.2]], np.float32), (1000, 1))
    assert calibration_error(sure, np.array([0] * 800 + [1] * 200)) == pytest.approx(0.0, abs=1e-6)
    assert calibration_error(sure, np.array([0] * 500 + [1] * 500)) == pytest.approx(0.3, abs=1e-6)


def test_only_the_given_share_is_refused():
    scores = np.linspace(0.0, 1.0, 1001, dtype=np.float32)
    assert np.mean(scores > find_refusal(scores, 0.97)) == pytest.approx(0.97, abs=0.001)


@settings(max_examples=50)
@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=10), st.floats(0.1, 10.0))
def test_tempered_probabilities_sum_to_one_and_keep_their_order(row, temperature):
    tempered = temper(np.array([row], np.float32), temperature)
    assert tempered.sum() == pytest.approx(1.0, abs=1e-5)
    assert np.all(np.diff(tempered[0][np.argsort(row)]) >= -1e-6)


def test_the_reader_learns_from_all_origins_and_the_same_seed_gives_the_same_one(stroke_file, monkeypatch):
    sizes = {"WRITTEN_DIGITS": 120, "HELD_OUT_WRITTEN": 20, "WRITTEN_NON_DIGITS": 40, "TIMES_DRAWN": 20}
    for name, value in (sizes | {"HELD_OUT_WRITERS": 1, "HELD_OUT_MNIST": 59_000}).items():
        monkeypatch.setattr(digits, name, value)
    plan = digits.Plan(digits.SHARES, epochs=2, gentle_epochs=1, steps_per_epoch=2)
    pictures = [digits.gather(load("mnist"), 1, load_drawings(stroke_file), processes=1) for _ in range(2)]
    readers = [digits.train_reader(each, plan, 1) for each in pictures]
    assert readers[0].network.output_shape == (None, 11)
    assert 0.25 <= readers[0].temperature <= 4.0
    assert 0.0 < readers[0].refusal < 1.0
    for first, second in zip(*(reader.network.get_weights() for reader in readers), strict=True):
        assert np.allclose(first, second, atol=1e-4)


def test_the_last_epochs_change_pictures_less():
    bars = np.zeros((4, 28, 28), np.uint8)
    bars[:, 6:22, 13:15] = 255
    origin = digits.Pictures(bars, np.ones(4, int), bars[:0], np.zeros(0, int))
    plan = digits.Plan({"mnist": 128}, epochs=2, gentle_epochs=1, steps_per_epoch=1)
    shown = [images.numpy() for images, _ in digits.reader_batches({"mnist": origin}, plan, seed=1)]
    assert len(shown) == 2
    before, after = (np.ptp(np.einsum("nij,j->n", batch, np.arange(28)) / batch.sum(axis=(1, 2))) for batch in shown)
    assert after < 0.7 * before


def test_garments_are_learnt_from_few_pictures():
    full = load("fashion_mnist")
    few = Dataset(full.x_train[:768], full.y_train[:768], full.x_test[:0], full.y_test[:0])
    network, history = train_garments(few, seed=1, epochs=2)
    assert network.output_shape == (None, 10)
    assert history["loss"][-1] < history["loss"][0]
