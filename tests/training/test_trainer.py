import dataclasses
import json
import random
import time

import numpy as np
import pytest
from keras.src.initializers import random_initializers
from keras.src.random import seed_generator

import image_data
import model_store
from base.errors import CheckpointError, OwnDrawingsError, StartModelError, TrainingPausedError
from base.keras_models.files import model_from_bytes
from image_data import Dataset
from training.controls import Controls
from training.own_drawings import OwnDrawings
from training.recipe.link import from_query, to_query
from training.recipe.recipes import RECIPES
from training.recipe.start import continued
from training.results import Ending, Progress, TrainingResult
from training.worker.checkpoint import Checkpoint
from training.worker.trainer import train

RECIPE = dataclasses.replace(RECIPES["tiny-16"], dropout=0.0, epochs=3, learning_rate=0.01)


@pytest.fixture(scope="module")
def few():
    """A tenth of MNIST."""
    full = image_data.load("mnist")
    return Dataset(full.x_train[:6000], full.y_train[:6000], full.x_test[:1000], full.y_test[:1000])


@pytest.fixture(scope="module")
def reports():
    return []


@pytest.fixture(scope="module")
def trained(few, reports):
    return train(RECIPE, reports.append, dataset=few)


@pytest.fixture(scope="module")
def result(trained):
    return trained[0]


@pytest.fixture(scope="module")
def files(trained):
    return trained[1]


def test_a_small_network_learns_digits(result):
    assert result.test_accuracy > 0.8
    assert len(result.history["loss"]) == len(result.history["val_accuracy"]) == 3
    assert result.history["loss"][-1] < result.history["loss"][0]
    assert result.parameters == 13_002
    assert (result.ending, result.kept_epoch) == (Ending.COMPLETE, 3)


def test_random_numbers_taken_by_another_thread_change_nothing(few, monkeypatch):
    """As a thread of Dask's takes some, now and then: here, before each layer's seed is drawn."""
    once = dataclasses.replace(RECIPE, epochs=1, dropout=0.3)
    undisturbed, _files = train(once, dataset=few)
    drawn = []
    make_seed = seed_generator.make_default_seed

    def disturbed():
        drawn.append(random.random())
        return make_seed()

    for module in (seed_generator, random_initializers.random):
        monkeypatch.setattr(module, "make_default_seed", disturbed)
    assert train(once, dataset=few)[0].history == undisturbed.history
    assert drawn


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


def test_a_result_survives_json_and_goes_into_the_store(result, files):
    again = TrainingResult.from_dict(json.loads(json.dumps(result.to_dict())))
    assert again == result
    card = model_store.save_model(files.keras, again.card("Mine"))
    assert model_store.get_card(card.id).recipe == RECIPE.to_dict()
    assert model_store.read_model(card.id) == files.keras
    assert card.sha256 == result.sha256


def test_the_saved_network_gives_the_reported_accuracy(result, files, few):
    network = model_from_bytes(files.keras)
    predictions = network.predict(few.x_test / np.float32(255), verbose=0).argmax(axis=1)
    assert (predictions == few.y_test).mean() == pytest.approx(result.test_accuracy)


def test_the_h5_file_is_compiled_and_gives_the_reported_loss(result, files, few, tmp_path):
    import keras

    (tmp_path / "model.h5").write_bytes(files.h5)
    network = keras.models.load_model(tmp_path / "model.h5")
    loss, accuracy = network.evaluate(few.x_test / np.float32(255), few.y_test, verbose=0)
    assert (loss, accuracy) == pytest.approx((result.test_loss, result.test_accuracy), rel=1e-4)


def test_a_single_neuron_is_trained_and_looked_into(few):
    from recognition.worker.inside import Inside

    result, files = train(dataclasses.replace(RECIPE, hidden=(1, 1), epochs=1), dataset=few)
    assert result.parameters == 785 + 2 + 20
    outputs = Inside(model_from_bytes(files.keras)).outputs(few.x_test[0] / np.float32(255))
    assert [output.shape[-1] for output in outputs][-3:] == [1, 1, 10]


def test_the_same_seed_gives_the_same_network(few):
    recipe = dataclasses.replace(RECIPE, epochs=1, dropout=0.3)
    first, second, other = (train(dataclasses.replace(recipe, seed=seed), dataset=few)[0].history for seed in (1, 1, 2))
    assert first == second
    assert other != first


def test_both_losses_give_the_same_figures(few):
    recipe = dataclasses.replace(RECIPE, epochs=1, validation="split")
    sparse, categorical = (
        train(dataclasses.replace(recipe, loss=loss), dataset=few)[0] for loss in ("sparse", "categorical")
    )
    assert sparse.history["val_loss"] == pytest.approx(categorical.history["val_loss"], rel=1e-3)


def test_a_stopped_training_ends_within_a_second_and_can_be_saved(few):
    begun = []

    def ask():
        begun.append(time.monotonic())
        return Controls(stop=len(begun) > 2)

    result, files = train(dataclasses.replace(RECIPE, epochs=50), ask=ask, dataset=few)
    assert time.monotonic() - begun[2] < 1.0
    assert result.ending is Ending.STOPPED
    assert len(result.history.get("loss", [])) == result.kept_epoch < 50
    assert model_from_bytes(files.keras).count_params() == 13_002


def stop_when(epochs, reports):
    """Asks to stop once so many epochs are reported."""
    return lambda: Controls(stop=bool(reports) and len(reports[-1].history.get("loss", ())) >= epochs)


def test_a_stopped_training_hands_out_its_best_epoch(few):
    """Far too large a learning rate makes later epochs worse than earlier ones."""
    worse = dataclasses.replace(RECIPE, epochs=8, learning_rate=0.3, hidden=(64,))
    reports: list[Progress] = []
    kept: list[Checkpoint] = []
    result, _files = train(worse, reports.append, stop_when(6, reports), keep=kept.append, dataset=few)
    losses = result.history["val_loss"]
    assert result.ending is Ending.STOPPED
    assert result.kept_epoch == losses.index(min(losses)) + 1
    assert result.test_loss == pytest.approx(min(losses), rel=1e-4), "validation is on the test set here"
    assert [checkpoint.epoch for checkpoint in kept] == list(range(1, len(losses) + 1))


def test_early_stopping_ends_after_its_patience_and_hands_out_the_best_epoch(few):
    worse = dataclasses.replace(RECIPE, epochs=30, learning_rate=0.3, hidden=(64,), patience=2)
    result, _files = train(worse, dataset=few)
    losses = result.history["val_loss"]
    assert result.ending is Ending.EARLY
    assert len(losses) == result.kept_epoch + 2 < 30
    assert result.test_loss == pytest.approx(min(losses), rel=1e-4)


def test_with_early_stopping_the_best_epoch_is_handed_out_when_all_are_done_too(few):
    worse = dataclasses.replace(RECIPE, epochs=6, learning_rate=0.3, hidden=(64,), patience=20)
    result, _files = train(worse, dataset=few)
    losses = result.history["val_loss"]
    assert (result.ending, len(losses)) == (Ending.COMPLETE, 6)
    assert result.kept_epoch == losses.index(min(losses)) + 1 < 6
    assert result.test_loss == pytest.approx(min(losses), rel=1e-4)


def test_a_training_whose_loss_is_no_number_ends(few):
    wild = dataclasses.replace(RECIPE, optimizer="sgd", momentum=0.99, learning_rate=1.0, activation="linear", epochs=9)
    result, _files = train(dataclasses.replace(wild, hidden=(512, 512, 512)), dataset=few)
    assert result.ending is Ending.DIVERGED
    assert len(result.history["loss"]) < 9


@pytest.mark.parametrize("validation", ["none", "split"])
def test_a_training_that_goes_on_from_a_checkpoint_ends_as_if_never_broken_off(few, validation):
    recipe = dataclasses.replace(
        RECIPE, dropout=0.3, epochs=4, batch_normalization=True, validation=validation, loss="categorical"
    )
    kept: list[Checkpoint] = []
    whole, files = train(recipe, keep=kept.append, pinned=few.x_test[:2], dataset=few)
    half = Checkpoint.from_bytes(kept[1].to_bytes())
    reports: list[Progress] = []
    rest, files_of_rest = train(recipe, reports.append, resume=half, pinned=few.x_test[:2], dataset=few)
    assert (half.epoch, reports[0].epoch) == (2, 3)
    assert len(reports[0].history["loss"]) == 2
    assert rest.history == whole.history
    assert (rest.pinned, rest.test_accuracy, rest.kept_epoch) == (whole.pinned, whole.test_accuracy, 4)
    assert rest.train_seconds > half.seconds
    for one, other in zip(weights_in(files), weights_in(files_of_rest), strict=True):
        np.testing.assert_array_equal(one, other)


def weights_in(files):
    return model_from_bytes(files.keras).get_weights()


def test_a_checkpoint_of_another_network_is_refused(few):
    kept: list[Checkpoint] = []
    train(dataclasses.replace(RECIPE, epochs=1), keep=kept.append, dataset=few)
    with pytest.raises(CheckpointError, match="is of another network"):
        train(dataclasses.replace(RECIPE, hidden=(8,)), resume=kept[0], dataset=few)


def test_pinned_pictures_are_asked_after_every_epoch(few):
    pictures = few.x_test[:3]
    reports: list[Progress] = []
    result, files = train(RECIPE, reports.append, pinned=pictures, dataset=few)
    assert np.array(result.pinned).shape == (3, 3, 10)
    assert reports[-1].pinned == result.pinned
    expected = model_from_bytes(files.keras).predict(pictures / np.float32(255), verbose=0)
    np.testing.assert_allclose(result.pinned[-1], expected, atol=1e-4)


def test_a_share_of_the_images_is_the_first_of_them(few):
    tenth = dataclasses.replace(RECIPE, train_share=0.1, epochs=1, validation="split")
    cut = Dataset(few.x_train[:600], few.y_train[:600], few.x_test, few.y_test)
    whole = dataclasses.replace(tenth, train_share=1.0)
    assert train(tenth, dataset=few)[0].history == train(whole, dataset=cut)[0].history


def test_a_paused_training_resumes_at_its_batch_and_ends_as_if_never_paused(few, result):
    kept: list[Checkpoint] = []
    asked = []

    def pause_in_the_second_epoch():
        asked.append(len(kept))
        return Controls(pause=asked.count(1) > 2)

    with pytest.raises(TrainingPausedError):
        train(RECIPE, ask=pause_in_the_second_epoch, keep=kept.append, dataset=few)
    paused = Checkpoint.from_bytes(kept[-1].to_bytes())
    assert paused.epoch == 1
    assert 0 < paused.begun[2] < 6000
    resumed, _files = train(RECIPE, resume=paused, dataset=few)
    assert resumed.history == result.history
    assert resumed.test_loss == result.test_loss


def test_a_training_paused_while_it_looks_at_the_held_out_images_resumes_there(few, result):
    kept: list[Checkpoint] = []
    reports: list[Progress] = []
    pause = lambda: Controls(pause=bool(reports) and reports[-1].epoch_fraction == 1.0)  # noqa: E731
    with pytest.raises(TrainingPausedError):
        train(RECIPE, reports.append, pause, keep=kept.append, dataset=few)
    assert kept[-1].begun[2] == 6000
    assert train(RECIPE, resume=kept[-1], dataset=few)[0].history == result.history


def test_a_learning_rate_asked_for_on_the_way_counts_from_the_next_epoch_and_can_be_repeated(few):
    kept: list[Checkpoint] = []
    ask = lambda: Controls(learning_rate=0.0003 if len(kept) >= 2 else None)  # noqa: E731
    changed, _files = train(dataclasses.replace(RECIPE, epochs=4), ask=ask, keep=kept.append, dataset=few)
    assert changed.history["learning_rate"] == [0.01, 0.01, 0.0003, 0.0003]
    assert changed.recipe.rate_changes == ((3, 0.0003),)
    again, _files = train(changed.recipe, dataset=few)
    assert again.history == changed.history
    as_before, _files = train(dataclasses.replace(RECIPE, epochs=4), dataset=few)
    assert as_before.history["loss"][:2] == changed.history["loss"][:2]
    assert as_before.history["loss"][2:] != changed.history["loss"][2:]
    assert "learning_rate" not in as_before.history
    resumed, _files = train(changed.recipe, resume=kept[2], dataset=few)
    assert resumed.history == changed.history


def test_a_learning_rate_may_be_changed_before_every_epoch(few):
    tiny = Dataset(few.x_train[:64], few.y_train[:64], few.x_test[:10], few.y_test[:10])
    kept: list[Checkpoint] = []
    ask = lambda: Controls(learning_rate=0.001 * (len(kept) + 1))  # noqa: E731
    changed, _files = train(dataclasses.replace(RECIPE, epochs=50), ask=ask, keep=kept.append, dataset=tiny)
    assert len(changed.recipe.rate_changes) >= 49
    linked = from_query(to_query(changed.recipe))
    assert linked is not None
    assert linked.rate_changes == changed.recipe.rate_changes


def test_changes_planned_for_later_epochs_survive_a_stop(few):
    recipe = dataclasses.replace(RECIPE, epochs=6, rate_changes=((2, 0.005), (6, 0.001)))
    reports: list[Progress] = []
    stopped, _files = train(recipe, reports.append, stop_when(3, reports), dataset=few)
    assert stopped.recipe == recipe


def test_changes_planned_for_later_epochs_do_not_count_after_one_by_hand(few):
    """Who stops it asks for nothing but the stop."""
    recipe = dataclasses.replace(RECIPE, epochs=6, rate_changes=((6, 0.001),))
    kept: list[Checkpoint] = []
    ask = lambda: Controls(stop=True) if len(kept) >= 2 else Controls(learning_rate=0.005 if kept else None)  # noqa: E731
    stopped, _files = train(recipe, ask=ask, keep=kept.append, dataset=few)
    assert stopped.ending is Ending.STOPPED
    assert stopped.recipe.rate_changes == ((2, 0.005),)


def test_a_training_goes_on_from_a_saved_model(few, result, files):
    card = model_store.save_model(files.keras, result.card("First"))
    more = continued(dataclasses.replace(RECIPES["dense-128"], epochs=1, learning_rate=0.01), card)
    assert (more.start, more.hidden, more.dropout) == (card.id, RECIPE.hidden, RECIPE.dropout)
    further, _files = train(more, start=model_store.read_model(card.id), dataset=few)
    assert further.history["loss"][0] < result.history["loss"][1], "it began where the first one had ended"
    named = further.card("Second", start=card)
    assert named.started_from == "First"
    assert named.recipe is not None
    assert named.recipe["start"] == card.id
    with pytest.raises(StartModelError, match="is not given"):
        train(more, dataset=few)


def test_a_network_that_no_recipe_can_build_is_trained_further(few):
    """The one that the Draw page begins with: eleven answers, and other layers."""
    card = model_store.get_card("digits-cnn")
    recipe = continued(dataclasses.replace(RECIPES["dense-128"], epochs=1, train_share=0.02), card)
    assert recipe.is_outside_family
    assert recipe.loss == "sparse"
    further, files = train(recipe, start=model_store.read_model("digits-cnn"), dataset=few, pinned=few.x_test[:2])
    assert further.test_accuracy > 0.9
    assert np.shape(further.pinned) == (1, 2, 10)
    saved = model_store.save_model(files.keras, further.card("Mine", start=card))
    assert (saved.recipe, saved.refusal, saved.started_from) == (None, card.refusal, card.name)
    assert set(card.also_trained_with) <= set(saved.also_trained_with)
    assert model_from_bytes(files.keras).output_shape == (None, 11)


def test_a_model_whose_weights_are_all_frozen_is_refused(few, files):
    from base.keras_models.files import model_to_bytes

    network = model_from_bytes(files.keras)
    network.trainable = False
    with pytest.raises(StartModelError, match="frozen"):
        train(dataclasses.replace(RECIPE, start="frozen"), start=model_to_bytes(network), dataset=few)


def test_own_drawings_are_learnt_beside_the_data_set_and_those_held_out_are_read_better(few):
    """Digits turned by a quarter are a hand that MNIST does not know."""
    turned = np.rot90(few.x_test[:300], axes=(1, 2)).copy()
    drawings = OwnDrawings.split(turned, few.y_test[:300])
    recipe = dataclasses.replace(RECIPE, own_drawings=10, hidden=(64,), validation="split")
    learnt, _files = train(recipe, drawings=OwnDrawings.from_bytes(drawings.to_bytes()), dataset=few)
    without, _files = train(dataclasses.replace(recipe, own_drawings=0), drawings=drawings, dataset=few)
    assert learnt.drawn_count == len(drawings.y_test)
    assert len(learnt.history["own_accuracy"]) == 3
    assert learnt.drawn_before < 0.3
    assert learnt.drawn_after > 0.6
    assert "own drawings" in learnt.card("Mine").also_trained_with
    assert (without.drawn_count, "own_accuracy" in without.history) == (0, False)
    with pytest.raises(OwnDrawingsError):
        train(recipe, dataset=few)


def test_a_checkpoint_of_own_drawings_resumes_with_what_was_read_before(few):
    drawings = OwnDrawings.split(few.x_test[:30], few.y_test[:30])
    recipe = dataclasses.replace(RECIPE, own_drawings=2)
    kept: list[Checkpoint] = []
    whole, _files = train(recipe, drawings=drawings, keep=kept.append, dataset=few)
    resumed, _files = train(recipe, drawings=drawings, resume=kept[0], dataset=few)
    assert (resumed.history, resumed.drawn_before) == (whole.history, whole.drawn_before)
