"""Recipes of the whole family, for tests that hold for every one of them."""

from hypothesis import strategies as st

from base.errors import RecipeError
from image_data import BUNDLED
from training.recipe.fields import ACTIVATIONS, LOSSES, VALIDATIONS
from training.recipe.layers import POOLINGS, Convolution
from training.recipe.limits import KERNELS
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import Recipe

blocks = st.builds(
    Convolution,
    filters=st.integers(4, 64),
    kernel=st.sampled_from(KERNELS),
    pooling=st.sampled_from(POOLINGS),
)


rates = st.dictionaries(st.integers(1, 50), st.floats(1e-6, 1.0), max_size=5)


@st.composite
def _recipes(draw: st.DrawFn) -> Recipe | None:
    optimizer, validation = draw(st.sampled_from(tuple(OPTIMIZERS))), draw(st.sampled_from(VALIDATIONS))
    try:
        return Recipe(
            name=draw(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)),
            dataset=draw(st.sampled_from(tuple(BUNDLED))),
            hidden=tuple(draw(st.lists(st.integers(1, 1024), min_size=1, max_size=6))),
            convolutions=tuple(draw(st.lists(blocks, max_size=4))),
            activation=draw(st.sampled_from(ACTIVATIONS)),
            batch_normalization=draw(st.booleans()),
            dropout=draw(st.floats(0.0, 0.8)),
            augmentation=draw(st.booleans()),
            loss=draw(st.sampled_from(LOSSES)),
            optimizer=optimizer,
            momentum=draw(st.floats(0.0, 0.99)) if OPTIMIZERS[optimizer].takes_momentum else 0.0,
            rate_changes=tuple(sorted(draw(rates).items())),
            learning_rate=draw(st.floats(0.0, 1.0, exclude_min=True)),
            batch_size=draw(st.integers(8, 1024)),
            epochs=draw(st.integers(1, 50)),
            train_share=draw(st.floats(0.01, 1.0)),
            validation=validation,
            patience=draw(st.integers(0, 20)) if validation != "none" else 0,
            own_drawings=draw(st.integers(0, 50)),
            start=draw(st.sampled_from(("", "digits-cnn"))),
            seed=draw(st.integers(0, 2**32 - 1)),
        )
    except RecipeError as error:
        if error.details["field"] in ("parameters", "multiplications"):
            return None  # too large a network
        raise


good_recipes = _recipes().filter(lambda recipe: recipe is not None)
