"""Convert a recipe to a Keras script in the tutorials' style, which needs only TensorFlow.

It builds the same layers in the same order from the same seed, so its initial weights equal ours, and `model.fit` uses
the same order of examples as our loop (`training.worker.example_order`): both trainings are equal up to rounding.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from image_data import BUNDLED, Bundled, are_digits
from training.recipe.layers import AUGMENTATIONS, CLASSES, INPUT_SHAPE
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import TRAIN_IMAGES, VALIDATION_SHARE, Recipe, layer_specs

# The start of a section, which editors and `notebook_of` treat as a cell.
SECTION = "# %%"
FILE = "model.keras"
DRAWINGS_FILE = "own-drawings.npz"

_LOSSES = {"categorical": "categorical_crossentropy", "sparse": "sparse_categorical_crossentropy"}


@dataclass(frozen=True)
class Comments:
    """The script's comments in the reader's language, each one line without "#".

    Attributes:
        load, scale, one_hot, build, compile, fit, test, save, predict: the titles of the sections.
        share: only the first images are used.
        seed: the random seed.
        drawings: own drawings come first; the source of their file.
        start: training starts from a saved model; the source of its file.
        rates: the learning rate changes at the start of some epochs.
        augmentation: the augmentation layers.
        split, trap: the validation data: the last training images, or the test images.
        patience: early stopping.
    """

    load: str = ""
    share: str = ""
    drawings: str = ""
    start: str = ""
    rates: str = ""
    scale: str = ""
    one_hot: str = ""
    build: str = ""
    seed: str = ""
    augmentation: str = ""
    compile: str = ""
    fit: str = ""
    split: str = ""
    trap: str = ""
    patience: str = ""
    test: str = ""
    save: str = ""
    predict: str = ""


def script_of(recipe: Recipe, comments: Comments) -> str:
    """Return a script that trains this recipe, tests and saves the network, and predicts the first 20 test images.

    Args:
        recipe: the recipe to train.
        comments: the comments; empty ones are omitted.
    """
    sections = [
        [*_imports(recipe), "", *_note(f"Digit Lab · {recipe.name}")],
        _load(recipe, comments),
        _scale(comments),
        _one_hot(recipe, comments),
        _build(recipe, comments),
        _compile(recipe, comments),
        _fit(recipe, comments),
        _test(comments),
        _save(comments),
        _predict(recipe, comments),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _imports(recipe: Recipe) -> list[str]:
    data = BUNDLED[recipe.dataset]
    needs_gzip = not data.keras_name and len(data.urls) > 1
    needs_numpy = not data.keras_name or recipe.own_drawings
    return [
        *(["import gzip", ""] if needs_gzip else []),
        "import keras",
        *(["import numpy as np"] if needs_numpy else []),
        "from keras import layers",
    ]


def _load(recipe: Recipe, comments: Comments) -> list[str]:
    used = max(1, round(TRAIN_IMAGES * recipe.train_share))
    some = [*_note(comments.share), f"x_train, y_train = x_train[:{used}], y_train[:{used}]"]
    return [
        _title(comments.load),
        *_arrays(BUNDLED[recipe.dataset]),
        *(some if used < TRAIN_IMAGES else []),
        *(_drawings(recipe, comments) if recipe.own_drawings else []),
        "print(x_train.shape, y_train.shape, x_test.shape, y_test.shape)",
    ]


def _arrays(data: Bundled) -> list[str]:
    """Return the lines that load the four arrays, with Keras' loader or from their original URLs."""
    if data.keras_name:
        return [f"(x_train, y_train), (x_test, y_test) = keras.datasets.{data.keras_name}.load_data()"]
    if len(data.urls) == 1:
        return [
            f'with np.load(keras.utils.get_file("{data.name}.npz", "{data.urls[0]}")) as arrays:',
            '    x_train, y_train = arrays["x_train"], arrays["y_train"]',
            '    x_test, y_test = arrays["x_test"], arrays["y_test"]',
        ]
    fetched = f'keras.utils.get_file(origin=url, cache_subdir="datasets/{data.name}")'
    return [
        *_call("urls = [", [f'"{url}"' for url in data.urls], "]"),
        f"files = [gzip.open({fetched}).read() for url in urls]",
        'x_train, x_test = (np.frombuffer(file, "uint8", offset=16).reshape(-1, 28, 28) for file in files[::2])',
        'y_train, y_test = (np.frombuffer(file, "uint8", offset=8) for file in files[1::2])',
    ]


def _drawings(recipe: Recipe, comments: Comments) -> list[str]:
    times = recipe.own_drawings
    return [
        *_note(comments.drawings),
        f'drawings = np.load("{DRAWINGS_FILE}")',
        f'x_train = np.concatenate([drawings["x_train"]] * {times} + [x_train])',
        f'y_train = np.concatenate([drawings["y_train"]] * {times} + [y_train])',
    ]


def _scale(comments: Comments) -> list[str]:
    return [
        _title(comments.scale),
        'x_train = x_train.astype("float32") / 255',
        'x_test = x_test.astype("float32") / 255',
    ]


def _one_hot(recipe: Recipe, comments: Comments) -> list[str]:
    if recipe.loss != "categorical":
        return []
    return [
        _title(comments.one_hot),
        f"y_train = keras.utils.to_categorical(y_train, {CLASSES})",
        f"y_test = keras.utils.to_categorical(y_test, {CLASSES})",
    ]


def _build(recipe: Recipe, comments: Comments) -> list[str]:
    if recipe.start:
        return [_title(comments.build), *_start(recipe, comments), "model.summary()"]
    return [
        _title(comments.build),
        *_note(comments.seed),
        f"keras.utils.set_random_seed({recipe.seed})",
        *_call("model = keras.Sequential([", _layers(recipe, comments), "])"),
        "model.summary()",
    ]


def _start(recipe: Recipe, comments: Comments) -> list[str]:
    opened = f'keras.models.load_model("{recipe.start}.keras", compile=False)'
    lines = [*_note(comments.start), f"model = {opened}"]
    if recipe.is_outside_family:
        reshape = "layers.Reshape(model.input_shape[1:])"
        lines.append(f"model = keras.Sequential([keras.Input({INPUT_SHAPE}), {reshape}, model])")
    return [*lines, *_note(comments.seed), f"keras.utils.set_random_seed({recipe.seed})"]


def _layers(recipe: Recipe, comments: Comments) -> list[str]:
    """The arguments of `Sequential`."""
    lines = [f"keras.Input({INPUT_SHAPE})"]
    for spec in layer_specs(recipe):
        note = _note(comments.augmentation) if spec is AUGMENTATIONS[0] else []
        given = [*map(_literal, spec.arguments), *([_by_name(spec.options)] if spec.options else [])]
        lines += [*note, f"layers.{spec.kind}({', '.join(given)})"]
    return lines


def _compile(recipe: Recipe, comments: Comments) -> list[str]:
    optimizer = OPTIMIZERS[recipe.optimizer]
    settings = optimizer.arguments(recipe.learning_rate, recipe.momentum)
    arguments = [
        f"optimizer=keras.optimizers.{optimizer.keras_class}({_by_name(settings)})",
        f'loss="{_LOSSES[recipe.loss]}"',
        'metrics=["accuracy"]',
    ]
    return [_title(comments.compile), *_call("model.compile(", arguments, ")")]


def _fit(recipe: Recipe, comments: Comments) -> list[str]:
    held_out = {
        "none": [],
        "split": [*_note(comments.split), f"validation_split={VALIDATION_SHARE}"],
        "test": [*_note(comments.trap), "validation_data=(x_test, y_test)"],
    }[recipe.validation]
    stopping = [f"keras.callbacks.EarlyStopping(patience={recipe.patience}, restore_best_weights=True)"]
    scheduled = ["keras.callbacks.LearningRateScheduler(lambda epoch, rate: rates.get(epoch + 1, rate))"]
    scheduled = scheduled if recipe.rate_changes else []
    callbacks = [*scheduled, *(stopping if recipe.patience else [])]
    arguments = [
        "x_train",
        "y_train",
        f"batch_size={recipe.batch_size}",
        f"epochs={recipe.epochs}",
        *held_out,
        *(_note(comments.patience) if recipe.patience else []),
        *([f"callbacks=[{', '.join(callbacks)}]"] if callbacks else []),
    ]
    return [
        _title(comments.fit),
        *(_rates(recipe, comments) if scheduled else []),
        *_call("model.fit(", arguments, ")"),
    ]


def _rates(recipe: Recipe, comments: Comments) -> list[str]:
    rates = ", ".join(f"{epoch}: {float(rate)!r}" for epoch, rate in recipe.rate_changes)
    return [*_note(comments.rates), f"rates = {{{rates}}}"]


def _test(comments: Comments) -> list[str]:
    return [
        _title(comments.test),
        "test_loss, test_accuracy = model.evaluate(x_test, y_test)",
        'print("Test loss:", test_loss)',
        'print("Test accuracy:", test_accuracy)',
    ]


def _save(comments: Comments) -> list[str]:
    return [_title(comments.save), f'model.save("{FILE}")', f'model = keras.models.load_model("{FILE}")']


def _predict(recipe: Recipe, comments: Comments) -> list[str]:
    predicted, truth = "probabilities.argmax(axis=1)", "y_test[:20]"
    if recipe.loss == "categorical":
        truth += ".argmax(axis=1)"
    class_names, names = BUNDLED[recipe.dataset].class_names, []
    if not are_digits(class_names):
        names = _call("names = [", [f'"{name}"' for name in class_names], "]")
        predicted, truth = (f"[names[label] for label in {labels}]" for labels in (predicted, truth))
    return [
        _title(comments.predict),
        *names,
        "probabilities = model.predict(x_test[:20])",
        f'print("Predicted:", {predicted})',
        f'print("True:     ", {truth})',
    ]


def _title(words: str) -> str:
    return f"{SECTION} {_one_line(words)}".rstrip()


def _note(words: str) -> list[str]:
    """Return a comment line; none for an empty text."""
    line = _one_line(words)
    return [f"# {line}"] if line else []


def _one_line(words: str) -> str:
    """Remove line breaks and invisible characters, as a recipe's name may contain anything."""
    return " ".join("".join(character if character.isprintable() else " " for character in words).split())


def _by_name(arguments: Mapping[str, object]) -> str:
    """Format keyword arguments: "learning_rate=0.01, momentum=0.9"."""
    return ", ".join(f"{name}={_literal(value)}" for name, value in arguments.items())


def _literal(value: object) -> str:
    """Format a plain value as code, strings in double quotes."""
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _call(start: str, arguments: list[str], end: str) -> list[str]:
    """Format a call with one argument or comment a line."""
    return [start, *(f"    {line}" if line.startswith("#") else f"    {line}," for line in arguments), end]
