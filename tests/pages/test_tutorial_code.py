"""The tutorials' code, run by stock Keras as it is typed in the lessons: the page shows the figures that it prints.

Training again would give other digits on another machine, so `fit` puts in the weights of the shipped model, which
that very code gave; everything around it is run as it stands.
"""

import re
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, models
from keras.datasets import fashion_mnist, mnist
from keras.utils import to_categorical

import image_data
from base.jobs.job_process import JobProcess
from base.keras_models.files import model_from_bytes
from evaluation import WORKER
from evaluation.measuring import measure
from lessons import shelf
from model_store import get_card, read_model
from tests.pages.test_lessons_page import lessons_page, words
from training.recipe.recipes import RECIPES

# What is typed up to the test figures; the names of both of them.
STEPS = {
    "dense-128": (("load", "scale", "flatten", "one-hot", "build", "compile", "fit", "evaluate"), "test_accuracy"),
    "dense-512": (("load", "prepare", "build", "compile", "fit", "evaluate"), "test_acc"),
    "fashion-128": (("load", "names", "scale", "build", "compile", "fit", "evaluate"), "test_acc"),
    "tiny-16": (("load", "build", "compile", "fit", "evaluate"), "test_acc"),
    "deep-128": (("load", "build", "compile", "fit", "evaluate"), "test_acc"),
}


@pytest.fixture(autouse=True)
def _bundled_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras would fetch its data sets; ours are the same arrays."""
    for module, name in ((mnist, "mnist"), (fashion_mnist, "fashion_mnist")):
        data = image_data.load(name)
        arrays = ((data.x_train, data.y_train), (data.x_test, data.y_test))
        monkeypatch.setattr(module, "load_data", lambda arrays=arrays: arrays)


def typed(lesson: str, steps: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the code of a lesson's steps leaves, run as it stands after the tutorials' imports."""
    recipe = RECIPES[lesson]
    fitted: list[dict[str, Any]] = []

    def fit(network: keras.Model, x: Any, y: Any, **settings: Any) -> Any:
        assert len(x) == len(y) == 60_000
        fitted.append({"epochs": 1, "batch_size": 32} | settings)
        network(np.asarray(x[:1], np.float32))  # builds one that was given no input shape
        network.set_weights(model_from_bytes(read_model(lesson)).get_weights())
        return keras.callbacks.History()

    monkeypatch.setattr(keras.Model, "fit", fit)
    names: dict[str, Any] = {
        "keras": keras,
        "layers": layers,
        "models": models,
        "mnist": mnist,
        "tf": tf,
        "np": np,
        "to_categorical": to_categorical,
    }
    code = {step.id: step.code for step in shelf().lessons[lesson].steps}
    for step in steps:
        exec(compile(code[step], f"{lesson}, {step}", "exec"), names)
    if "fit" in steps:
        (settings,) = fitted
        assert (settings["epochs"], settings["batch_size"]) == (recipe.epochs, recipe.batch_size)
        assert ("validation_split" in settings, "validation_data" in settings) == (
            recipe.validation == "split",
            recipe.validation == "test",
        )
    return names


def assert_shown(shown: str, loss: float, accuracy: float) -> None:
    """Whether a page has both figures, to the digit that it prints."""
    losses = [float(text) for text in re.findall(r"\d+\.\d{4}", shown)]
    percents = [float(text) for text in re.findall(r"(\d+\.\d\d)\u00a0%", shown)]
    assert any(abs(each - loss) <= 0.6e-4 for each in losses), (loss, losses)
    assert any(abs(each - accuracy * 100) <= 0.6e-2 for each in percents), (accuracy, percents)


@pytest.mark.parametrize("lesson", STEPS)
@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`:UserWarning")
def test_the_page_shows_what_the_tutorial_s_code_prints(lesson: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps, accuracy = STEPS[lesson]
    names = typed(lesson, steps, monkeypatch)
    assert_shown(words(lessons_page(lesson=lesson, step="evaluate")), names["test_loss"], names[accuracy])


# What is typed of the data where the division by 255 is forgotten.
FORGOTTEN = {"dense-128": ("load", "flatten", "one-hot"), "deep-128": ()}
TEST = {"dense-128": ("x_test", "y_test"), "deep-128": ("test_data", "test_labels")}


@pytest.mark.parametrize("lesson", FORGOTTEN)
@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`:UserWarning")
def test_the_page_shows_what_the_code_prints_that_forgot_to_scale(lesson: str, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(get_card(lesson), "unscaled", JobProcess(WORKER).run)
    trained = typed(lesson, STEPS[lesson][0], monkeypatch)
    data = image_data.load("mnist")
    names = {"test_data": data.x_test, "test_labels": data.y_test} | typed(lesson, FORGOTTEN[lesson], monkeypatch)
    images, labels = (names[name] for name in TEST[lesson])
    loss, accuracy = trained["model"].evaluate(images.astype(np.float32), labels, verbose=0)
    assert loss > 10
    assert_shown(words(lessons_page(lesson=lesson, step="forgotten-scale")), loss, accuracy)
