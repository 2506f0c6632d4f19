"""Every optimizer of the table is Keras' own, and a new row is all that another one takes."""

from collections.abc import Iterator

import keras
import numpy as np
import pytest

import image_data
from tests.rows import added
from training.__main__ import main
from training.recipe.link import from_query, to_query
from training.recipe.optimizers import OPTIMIZERS, Optimizer
from training.recipe.recipes import Recipe
from training.recipe.script import Comments, script_of
from training.worker.fused_adam import FusedAdam, fused
from training.worker.networks import build_network
from training.worker.trainer import train

IMAGES = 600
STEPS = 30


@pytest.fixture
def nadam() -> Iterator[None]:
    """An optimizer that the table does not have."""
    with added(OPTIMIZERS, "nadam", Optimizer("Nadam", constants={"beta_1": 0.8})):
        yield


def stepped(optimizer: keras.optimizers.Optimizer) -> np.ndarray:
    """What random steps, the same for all, make of a variable; float32 (3, 4)."""
    rng = np.random.default_rng(5)
    variable = keras.Variable(rng.normal(size=(3, 4)).astype(np.float32))
    optimizer.build([variable])
    for _ in range(STEPS):
        optimizer.apply([keras.ops.convert_to_tensor(rng.normal(size=(3, 4)).astype(np.float32))], [variable])
    value: np.ndarray = variable.numpy()
    return value


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_trains_takes_the_steps_of_keras(name: str) -> None:
    row = OPTIMIZERS[name]
    settings = row.arguments(0.3, 0.9 if row.takes_momentum else 0.0)
    make = getattr(keras.optimizers, row.keras_class)
    np.testing.assert_allclose(stepped(fused(make(**settings))), stepped(make(**settings)), rtol=1e-4, atol=1e-5)


def test_adamw_takes_the_fused_step_and_makes_weights_smaller_than_adam() -> None:
    network = build_network(Recipe("decaying", "mnist", (8,), optimizer="adamw", learning_rate=0.3))
    assert type(network.optimizer) is keras.optimizers.AdamW
    adam, adamw = fused(keras.optimizers.Adam(0.3)), fused(network.optimizer)
    assert type(adam) is type(adamw) is FusedAdam
    assert adamw.weight_decay == pytest.approx(0.004)
    assert not np.allclose(stepped(adam), stepped(adamw), atol=0.01)


@pytest.mark.usefixtures("nadam")
def test_a_row_makes_an_optimizer_of_links_and_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    recipe = from_query({"recipe": "tiny-16", "optimizer": "nadam"})
    assert recipe is not None
    assert recipe.optimizer == "nadam"
    assert to_query(recipe)["optimizer"] == "nadam"
    assert main(["tiny-16", "--optimizer", "nadam", "--momentum", "0.5"]) == 2
    assert "Momentum is SGD's; nadam has its own." in capsys.readouterr().err


@pytest.mark.usefixtures("nadam")
def test_a_row_makes_an_optimizer_that_trains_as_its_script_says() -> None:
    recipe = Recipe("with nadam", "mnist", (16,), optimizer="nadam", learning_rate=0.01, epochs=2, train_share=0.01)
    assert "optimizer=keras.optimizers.Nadam(learning_rate=0.01, beta_1=0.8)," in script_of(recipe, Comments())
    data = image_data.load("mnist")
    few = data._replace(x_test=data.x_test[:IMAGES], y_test=data.y_test[:IMAGES])
    result, _files = train(recipe, dataset=few)
    assert result.test_accuracy > 0.5
    keras.utils.set_random_seed(recipe.seed)
    assert type(build_network(recipe).optimizer) is keras.optimizers.Nadam
