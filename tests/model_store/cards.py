"""A model card as training makes one, for tests."""

from typing import Any

from model_store import ModelCard


def card(**values: Any) -> ModelCard:
    """A card with all that `save_model` asks for; `values` replace some of it."""
    complete: dict[str, Any] = {
        "name": "My net",
        "recipe": {"id": "dense-128", "hidden": [128]},
        "dataset": "mnist",
        "class_names": tuple("0123456789"),
        "parameters": 101770,
        "history": {"loss": [0.5, 0.25], "accuracy": [0.8, 0.9]},
        "test_loss": 0.1,
        "test_accuracy": 0.97,
        "seed": 1,
        "seconds": 2.5,
        "versions": {"python": "3.11"},
        "author": "Mei",
    }
    return ModelCard(**complete | values)
