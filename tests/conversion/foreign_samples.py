"""Files as learners make them elsewhere, and as nobody should. The weights are shipped models': nothing trains."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from conversion.worker.pixels import PixelFormat
from model_store import read_model

UNIT = PixelFormat("unit", 1.0, 0.0)


def weights_of(model: str, pixel_format: PixelFormat = UNIT) -> list[np.ndarray]:
    """A shipped dense model's weights, for pixels that are presented in another way: the answers are the same."""
    from base.keras_models.files import model_from_bytes

    kernel, bias, *rest = model_from_bytes(read_model(model)).get_weights()
    return [kernel / pixel_format.scale, bias - kernel.sum(axis=0) * pixel_format.offset / pixel_format.scale, *rest]


def tutorial_network(model: str, pixel_format: PixelFormat = UNIT, last: str = "softmax", inner: Any = "relu") -> Any:
    """A network of one hidden layer as the tutorials write it, with a shipped model's weights, compiled as they do."""
    import keras
    from keras import layers

    weights = weights_of(model, pixel_format)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(weights[0].shape[1], activation=inner, name="my_hidden_layer"),
            layers.Dropout(0.2),
            layers.Dense(10, activation=last),
        ]
    )
    network.set_weights(weights)
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


def small(*layers_: Any, shape: tuple[int, ...] = (28, 28)) -> Any:
    """A network of these layers, of random weights."""
    import keras

    return keras.Sequential([keras.Input(shape), *layers_])


def saved(network: Any, path: Path) -> Path:
    """A network in a file of its own; the suffix says which kind."""
    network.save(path)
    return path


def with_config(path: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """A `.keras` file with its description changed in place, or replaced by what `change` returns."""
    with zipfile.ZipFile(path) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    config = json.loads(entries["config.json"])
    changed = change(config)
    entries["config.json"] = json.dumps(config if changed is None else changed).encode()
    return packed_as(path, entries)


def packed_as(path: Path, entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    """A zip file of these entries."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    path.write_bytes(content.getvalue())
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    """The entries of a zip file."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def keras_2_file(model: str, path: Path) -> Path:
    """The `.h5` file that Keras 2 makes of the same network: no input layer, names with `:0`, bytes for texts."""
    import h5py

    weights = weights_of(model)
    names = ["flatten", "dense", "dense_1"]
    options = [
        {"name": "flatten", "trainable": True, "batch_input_shape": [None, 28, 28], "data_format": "channels_last"},
        *({"name": name, "units": kernel.shape[1], "activation": activation, "use_bias": True, "dtype": "float32"}
          for name, kernel, activation in ((names[1], weights[0], "relu"), (names[2], weights[2], "softmax"))),
    ]  # fmt: skip
    layers = [
        {"class_name": kind, "config": config}
        for kind, config in zip(("Flatten", "Dense", "Dense"), options, strict=True)
    ]
    described = {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = b"2.4.0"
        file.attrs["backend"] = b"tensorflow"
        file.attrs["model_config"] = json.dumps(described).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [name.encode() for name in names]
        for number, name in enumerate(names):
            own = group.create_group(name)
            arrays = weights[2 * number - 2 : 2 * number] if number else []
            kinds = [f"{name}/kernel:0", f"{name}/bias:0"][: len(arrays)]
            own.attrs["weight_names"] = [kind.encode() for kind in kinds]
            for kind, array in zip(kinds, arrays, strict=True):
                own[kind] = array
    return path


def as_keras_2(path: Path) -> Path:
    """A `.keras` or `.h5` file of Keras 3, its network described as tf_keras, which is Keras 2, does."""
    import h5py

    if path.suffix == ".keras":
        return with_config(path, _of_keras_2)
    with h5py.File(path, "r+") as file:
        file.attrs["model_config"] = json.dumps(_of_keras_2(json.loads(file.attrs["model_config"])))
    return path


def _of_keras_2(described: Any) -> Any:
    """Modules, options and connections under the names of Keras 2: as tf_keras 2.21 wrote the same network."""
    if isinstance(described, list):
        return [_of_keras_2(each) for each in described]
    if not isinstance(described, dict):
        return described
    changed = {name: _of_keras_2(value) for name, value in described.items() if name != "inbound_nodes"}
    kind = described.get("class_name")
    is_network = kind in ("Functional", "Sequential")
    if is_network and "module" in changed:
        changed |= {"module": "tf_keras.src.engine.functional", "registered_name": kind}
    if "inbound_nodes" in described:
        changed["inbound_nodes"] = [_node_of_keras_2(node, int(is_network)) for node in described["inbound_nodes"]]
    if kind in ("SeparableConv2D", "DepthwiseConv2D"):
        changed["config"]["groups"] = 1
    for ends in {"input_layers", "output_layers"} & set(changed):
        changed[ends] = [changed[ends]] if isinstance(changed[ends][0], str) else changed[ends]
    renamed = {"batch_shape": "batch_input_shape"} | ({} if "max_value" in changed else {"negative_slope": "alpha"})
    return {renamed.get(name, name): value for name, value in changed.items()}


def _node_of_keras_2(node: dict[str, Any], number: int) -> list[Any]:
    tensors = node["args"][0] if isinstance(node["args"][0], list) else node["args"]
    return [[tensor["config"]["keras_history"][0], number, 0, {}] for tensor in tensors]
