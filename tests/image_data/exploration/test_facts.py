"""Facts of a data set: as the tutorials print them, and as NumPy counts them."""

import numpy as np
import pytest

import image_data
from image_data.exploration.facts import (
    array_facts,
    class_counts,
    first_and_last,
    mean_images,
    one_hot,
    scaled_and_flattened,
)
from image_data.exploration.samples import sample


@pytest.mark.parametrize("name", image_data.BUNDLED)
def test_shapes_types_and_ranges_are_those_that_the_tutorials_print(name: str) -> None:
    data = image_data.load(name)
    facts = [array_facts(array) for array in data]
    assert [fact.shape for fact in facts] == [(60000, 28, 28), (60000,), (10000, 28, 28), (10000,)]
    assert {fact.dtype for fact in facts} == {"uint8"}
    assert [(fact.low, fact.high) for fact in facts] == [(0, 255), (0, 9)] * 2


def test_labels_are_told_as_numpy_prints_them() -> None:
    assert first_and_last(image_data.load("mnist").y_test) == "[7 2 1 ... 4 5 6]"
    assert first_and_last(np.array([3, 1], np.uint8)) == "[3 1]"


def test_classes_are_counted_also_those_without_an_image() -> None:
    assert class_counts(np.array([3, 3, 9], np.uint8)) == [0, 0, 0, 2, 0, 0, 0, 0, 0, 1]
    counts = class_counts(image_data.load("mnist").y_train)
    assert (sum(counts), counts[1], counts[5]) == (60_000, 6_742, 5_421)
    assert class_counts(image_data.load("fashion_mnist").y_test) == [1_000] * 10


def test_label_3_is_a_one_in_the_fourth_place() -> None:
    assert one_hot(3) == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert (np.array([one_hot(label) for label in range(10)]) == np.eye(10)).all()


def test_an_image_is_784_numbers_from_0_to_1_row_by_row() -> None:
    image = image_data.load("mnist").x_train[0]
    flat = scaled_and_flattened(image)
    assert flat.shape == (784,)
    assert flat.dtype == np.float32
    assert flat == pytest.approx(image.reshape(784) / 255)
    assert flat[5 * 28 + 12] == pytest.approx(image[5, 12] / 255)


def test_mean_of_a_class_is_the_mean_of_its_images_alone() -> None:
    data = image_data.load("mnist")
    means = mean_images(data.x_test, data.y_test)
    assert means.shape == (10, 28, 28)
    assert means.dtype == np.uint8
    assert means[7] == pytest.approx(data.x_test[data.y_test == 7].mean(axis=0), abs=0.51)
    only_sevens = mean_images(data.x_test[data.y_test == 7], data.y_test[data.y_test == 7])
    assert (only_sevens[7] == means[7]).all()
    assert not only_sevens[3].any()


def test_sample_of_a_class_is_of_that_class_and_the_same_for_the_same_seed() -> None:
    labels = image_data.load("mnist").y_train
    indices = sample(labels, 4, 30, seed=1)
    assert (labels[indices] == 4).all()
    assert len(set(indices)) == 30
    assert (indices == sample(labels, 4, 30, seed=1)).all()
    assert set(indices) != set(sample(labels, 4, 30, seed=2))


def test_sample_of_a_small_class_is_all_of_it() -> None:
    labels = np.array([1, 2, 1, 1], np.uint8)
    assert sorted(sample(labels, 1, 30, seed=0)) == [0, 2, 3]
    assert len(sample(labels, 5, 30, seed=0)) == 0
