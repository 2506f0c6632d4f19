import dataclasses
import pickle
import time

import numpy as np
import pytest

import datasets
import model_store
from datasets import Dataset
from model_store.keras_files import model_from_bytes
from training.recipes import RECIPES
from training.trainer import steps_per_go, train

RECIPE = dataclasses.replace(RECIPES["tiny-16"], dropout=0.0, epochs=3, learning_rate=0.01)


@pytest.fixture(scope="module")
def few():
    """A tenth of MNIST."""
    full = datasets.load("mnist")
    return Dataset(full.x_train[:6000], full.y_train[:6000], full.x_test[:1000], full.y_test[:1000])


@pytest.fixture(scope="module")
def reports():
    return []


@pytest.fixture(scope="module")
def result(few, reports):
    return train(RECIPE, reports.append, dataset=few)


def test_a_small_network_learns_digits(result):
    assert result.test_accuracy > 0.8
    assert len(result.history["loss"]) == len(result.history["val_accuracy"]) == 3
    assert result.history["loss"][-1] < result.history["loss"][0]
    assert result.parameters == 13_002
    assert not result.stopped


def test_validation_on_the_test_set_ends_with_the_test_figures(result):
    assert result.history["val_accuracy"][-1] == pytest.approx(result.test_accuracy)
    assert result.history["val_loss"][-1] == pytest.approx(result.test_loss, rel=1e-5)


def test_the_last_report_is_the_last_epochs_end(result, reports):
    assert (reports[-1].epoch, reports[-1].epoch_fraction) == (3, 1.0)
    assert reports[-1].history == result.history


def test_the_summary_is_keras_own(result):
    assert result.summary.startswith('Model: "sequential"')
    assert "dense_1 (Dense)" in result.summary
    assert "Total params: 13,002" in result.summary


def test_a_result_travels_between_processes_and_into_the_store(result):
    again = pickle.loads(pickle.dumps(result))
    card = model_store.save_model(again.keras, again.card("Mine"))
    assert model_store.get_card(card.id).recipe == RECIPE.to_dict()
    assert model_store.read_model(card.id) == result.keras


def test_the_saved_network_gives_the_reported_accuracy(result, few):
    network = model_from_bytes(result.keras)
    predictions = network.predict(few.x_test / np.float32(255), verbose=0).argmax(axis=1)
    assert (predictions == few.y_test).mean() == pytest.approx(result.test_accuracy)


def test_the_h5_file_is_compiled_and_gives_the_reported_loss(result, few, tmp_path):
    import keras

    (tmp_path / "model.h5").write_bytes(result.h5)
    network = keras.models.load_model(tmp_path / "model.h5")
    loss, accuracy = network.evaluate(few.x_test / np.float32(255), few.y_test, verbose=0)
    assert (loss, accuracy) == pytest.approx((result.test_loss, result.test_accuracy), rel=1e-4)


def test_the_same_seed_gives_the_same_network(few):
    recipe = dataclasses.replace(RECIPE, epochs=1, dropout=0.3)
    first, second = train(recipe, dataset=few), train(recipe, dataset=few)
    assert first.history == second.history
    assert train(dataclasses.replace(recipe, seed=2), dataset=few).history != first.history


def test_both_losses_give_the_same_figures(few):
    recipe = dataclasses.replace(RECIPE, epochs=1, validation="split")
    sparse, categorical = (
        train(dataclasses.replace(recipe, loss=loss), dataset=few) for loss in ("sparse", "categorical")
    )
    assert sparse.history["val_loss"] == pytest.approx(categorical.history["val_loss"], rel=1e-3)


def test_a_stopped_training_ends_within_a_second_and_can_be_saved(few):
    begun = []

    def should_stop():
        begun.append(time.monotonic())
        return len(begun) > 1

    result = train(dataclasses.replace(RECIPE, epochs=50), should_stop=should_stop, dataset=few)
    assert time.monotonic() - begun[1] < 1.0
    assert result.stopped
    assert len(result.history.get("loss", [])) < 50
    assert model_from_bytes(result.keras).count_params() == 13_002


def test_the_larger_the_network_the_fewer_batches_in_one_go():
    huge = dataclasses.replace(RECIPE, hidden=(1024,) * 6, batch_size=1024)
    assert steps_per_go(huge) == 1
    assert 10 < steps_per_go(RECIPE) <= 32
