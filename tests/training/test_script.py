"""The script of a recipe: it builds and trains what we build and train, and it runs where there is only TensorFlow."""

import ast
import builtins
import dataclasses
import json
from typing import Any

import keras
import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import image_data
from base.keras_models.files import model_from_bytes
from image_data import BUNDLED, Bundled
from model_store import get_card, read_model
from model_store.names import is_name
from tests.rows import added
from tests.training.scripts import run_scripts
from tests.training.some_recipes import good_recipes
from training.own_drawings import OwnDrawings
from training.recipe.notebook import notebook_of
from training.recipe.recipes import RECIPES, Convolution, Recipe
from training.recipe.script import Comments, script_of
from training.recipe.start import continued
from training.worker.networks import build_network
from training.worker.trainer import train

POINTS = 0.5
NAMED = Comments(**{field.name: f"<{field.name}>" for field in dataclasses.fields(Comments)})
# All that a recipe can have, and a name that would be code if it could.
FULL = Recipe(
    'x""" import os; os.abort() # %% [markdown] coding: rot13',
    "fashion_mnist",
    (16, 8),
    convolutions=(Convolution(4), Convolution(8, 5, "average"), Convolution(4, 3, "none")),
    activation="tanh",
    batch_normalization=True,
    dropout=0.25,
    augmentation=True,
    optimizer="sgd",
    momentum=0.9,
    learning_rate=3e-5,
    train_share=0.1,
    validation="test",
    patience=3,
    seed=7,
)
DECAYING = dataclasses.replace(FULL, optimizer="adamw", momentum=0.0)
OTHER = dataclasses.replace(FULL, optimizer="rmsprop", momentum=0.0, batch_normalization=False, validation="split")
texts = st.text(max_size=40)
names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60).filter(is_name)
any_comments = st.builds(Comments, **{field.name: texts for field in dataclasses.fields(Comments)})


@given(good_recipes, names, any_comments)
def test_no_name_and_no_comment_becomes_code(recipe: Recipe, name: str, comments: Comments) -> None:
    plain = script_of(recipe, Comments())
    dressed = script_of(dataclasses.replace(recipe, name=name), comments)
    assert ast.dump(ast.parse(dressed.encode())) == ast.dump(ast.parse(plain))
    assert dressed.count("\n# %%") == plain.count("\n# %%")


@pytest.mark.parametrize("recipe", [*RECIPES.values(), FULL, DECAYING, OTHER])
def test_the_script_s_network_starts_as_ours(recipe: Recipe) -> None:
    theirs = built_by(script_of(recipe, NAMED))
    keras.utils.set_random_seed(recipe.seed)
    ours = build_network(recipe)
    for our_layer, their_layer in zip(ours.layers, theirs.layers, strict=True):
        assert settings_of(our_layer) == settings_of(their_layer)
    for our_weights, their_weights in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_array_equal(our_weights, their_weights)
    assert settings_of(ours.optimizer) == settings_of(theirs.optimizer)
    assert ours.loss == theirs.loss


def built_by(script: str) -> keras.Model:
    """The compiled network of a script, of which only the lines that build it are run."""
    wanted = ("keras.utils.set_random_seed", "keras.Sequential", "model.compile")
    lines = [node for node in ast.parse(script).body if ast.unparse(node).removeprefix("model = ").startswith(wanted)]
    names = {"keras": keras, "layers": keras.layers}
    exec(compile(ast.Module(lines, []), "script", "exec"), names)
    return names["model"]


def settings_of(part: Any) -> tuple[str, dict[str, Any]]:
    return type(part).__name__, part.get_config() | {"name": None}


def bundled(count: int) -> Bundled:
    """A data set that Keras does not have, in that many files."""
    return Bundled("shapes", "Shapes", "", tuple(f"https://example.org/{n}" for n in range(count)), tuple("abcdefghij"))


@pytest.mark.parametrize("files", [1, 4])
@given(recipe=good_recipes, is_shapes=st.booleans())
def test_a_script_uses_what_it_imports_and_imports_or_makes_what_it_uses(files: int, recipe, is_shapes) -> None:
    with added(BUNDLED, "shapes", bundled(files)):
        script = script_of(dataclasses.replace(recipe, dataset="shapes") if is_shapes else recipe, NAMED)
    nodes = list(ast.walk(ast.parse(script)))
    imported = {alias.asname or alias.name for node in nodes if hasattr(node, "names") for alias in node.names}
    names = [node for node in nodes if isinstance(node, ast.Name)]
    made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    made |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    used = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    assert used - vars(builtins).keys() <= imported | made
    assert imported - {"layers"} <= used
    assert ("rates" in made) == bool(recipe.rate_changes)


def test_a_script_opens_the_one_file_or_the_four_of_a_data_set() -> None:
    for files, opening in ((1, 'get_file("shapes.npz", "https://example.org/0")'), (4, "for url in urls]")):
        with added(BUNDLED, "shapes", bundled(files)):
            assert opening in script_of(dataclasses.replace(FULL, dataset="shapes"), NAMED)


def test_the_script_does_what_the_recipe_says_and_no_more() -> None:
    full, plain = script_of(FULL, NAMED), script_of(RECIPES["dense-512"], NAMED)
    for line in (
        "# <share>\nx_train, y_train = x_train[:6000], y_train[:6000]",
        "    # <augmentation>\n    layers.RandomTranslation(",
        "    # <trap>\n    validation_data=(x_test, y_test),",
        "    # <patience>\n    callbacks=[keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)],",
        'names = [\n    "T-shirt/top",',
    ):
        assert line in full
        assert line not in plain
    assert "keras.datasets.fashion_mnist.load_data()" in full
    split = script_of(RECIPES["dense-128"], NAMED)
    assert "    # <split>\n    validation_split=0.2,\n" in split
    assert "# %% <one_hot>\ny_train = keras.utils.to_categorical(y_train, 10)" in split
    assert "to_categorical" not in plain
    assert "validation" not in plain


def test_the_script_of_a_start_and_of_own_drawings_says_where_their_files_are_from() -> None:
    script = script_of(dataclasses.replace(RECIPES["dense-512"], start="dense-512", own_drawings=3), NAMED)
    assert '# <start>\nmodel = keras.models.load_model("dense-512.keras", compile=False)' in script
    assert '# <drawings>\ndrawings = np.load("own-drawings.npz")' in script
    assert "Sequential" not in script
    outside = script_of(Recipe("mine", "mnist", (), start="digits-cnn"), NAMED)
    assert "model = keras.Sequential([keras.Input((28, 28)), layers.Reshape(model.input_shape[1:]), model])" in outside


def test_a_script_goes_on_from_a_model_with_planned_rates_and_own_drawings_as_we_do(tmp_path) -> None:
    """To the printed digit, but for the order in which floats are added up."""
    data = image_data.load("mnist")
    drawings = OwnDrawings.split(data.x_test[:30], data.y_test[:30])
    files = {"dense-512.keras": read_model("dense-512"), "own-drawings.npz": drawings.to_bytes()}
    base = dataclasses.replace(RECIPES["dense-512"], epochs=3, train_share=0.1, validation="split")
    recipe = continued(dataclasses.replace(base, own_drawings=4, rate_changes=((2, 0.0003),)), get_card("dense-512"))
    (outcome,) = run_scripts([script_of(recipe, NAMED)], tmp_path, files)
    ours, ours_file = train(recipe, start=files["dense-512.keras"], drawings=drawings)
    assert outcome.test_accuracy == pytest.approx(ours.test_accuracy, abs=0.001)
    theirs = model_from_bytes(outcome.model.read_bytes()).get_weights()
    for our_weights, their_weights in zip(model_from_bytes(ours_file.keras).get_weights(), theirs, strict=True):
        np.testing.assert_allclose(our_weights, their_weights, atol=0.01)


def test_a_notebook_has_a_cell_a_section_under_its_title() -> None:
    notebook = nbformat.reads(notebook_of(script_of(FULL, NAMED)), as_version=4)
    nbformat.validate(notebook)
    titles = [cell.source.strip("# <>") for cell in notebook.cells if cell.cell_type == "markdown"]
    assert titles == ["load", "scale", "build", "compile", "fit", "test", "save", "predict"]
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(script_of(FULL, Comments())))


def test_a_notebook_of_a_script_without_words_has_its_cells_too() -> None:
    notebook = nbformat.from_dict(json.loads(notebook_of(script_of(FULL, Comments()))))
    assert [cell.cell_type for cell in notebook.cells] == ["code"] * 9


def test_scripts_run_with_tensorflow_alone_and_reach_our_accuracy(tmp_path) -> None:
    """The first as it is; of the slower ones an epoch. `python -m benchmarks scripts` runs all as they are."""
    first, *slower = RECIPES.values()
    recipes = [first, *(dataclasses.replace(recipe, epochs=1) for recipe in slower)]
    outcomes = run_scripts([script_of(recipe, NAMED) for recipe in recipes], tmp_path)
    for recipe, outcome in zip(recipes, outcomes, strict=True):
        ours, _files = train(recipe)
        assert outcome.test_accuracy * 100 == pytest.approx(ours.test_accuracy * 100, abs=POINTS), recipe.name
        assert model_from_bytes(outcome.model.read_bytes()).count_params() == ours.parameters
    assert outcomes[1].predicted.split()[:7] == ["[7", "2", "1", "0", "4", "1", "4"]
    assert "Ankle boot" in outcomes[2].predicted
