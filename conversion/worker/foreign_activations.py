"""Split activations of foreign layers into separate layers."""

from collections.abc import Mapping
from typing import Any

# Only activations without weights, as the position of an activation's weights in the file is unknown.
_LAYERS = ("Softmax", "ReLU", "LeakyReLU", "ELU")


def with_activation_apart(described: Mapping[str, Any], is_of_keras_2: bool) -> list[Mapping[str, Any]]:
    """Return a layer followed by layers that compute its activation; the layer alone if Keras has the function.

    An activation may be an object, `activation=keras.layers.LeakyReLU()`. And `hard_sigmoid` differs between Keras 2,
    clip(0.2 x + 0.5, 0, 1), and Keras 3, clip(x / 6 + 0.5, 0, 1).

    Args:
        described: a layer's description in a file.
        is_of_keras_2: whether Keras 2 wrote the file.
    """
    config = described.get("config")
    if not isinstance(config, dict):
        return [described]
    activation = config.get("activation")
    if isinstance(activation, dict) and activation.get("class_name") in _LAYERS:
        behind = [activation]
    elif activation == "hard_sigmoid" and is_of_keras_2:
        behind = [_described("Rescaling", scale=0.2, offset=0.5), _described("ReLU", max_value=1.0)]
    else:
        return [described]
    return [{**described, "config": {**config, "activation": "linear"}}, *behind]


def _described(kind: str, **options: float) -> dict[str, Any]:
    return {"class_name": kind, "config": {"name": "hard_sigmoid", **options}}
