"""Make Keras files portable to older versions of Keras by removing later additions to the configuration.

A configuration lists every argument of a layer, and a version without one of them rejects the file, even if its value
is the default. Keras 3.0 and later can open the `.keras` and `.h5` files made here, and Keras 2 the `.h5`:
`make bench ONLY=keras_versions`. Source: https://keras.io/guides/serialization_and_saving/
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

# Arguments added after Keras 3.0 or missing in Keras 2, with their defaults.
_ADDED: dict[str, Any] = {
    "quantization_config": None,
    "input_axes": None,
    "output_axes": None,
    "optional": False,
    "synchronized": False,
    "renorm": False,
    "renorm_clipping": None,
    "renorm_momentum": 0.99,
}
_CONFIG = "config.json"


def make_portable(path: Path) -> None:
    """Rewrite the configuration of a `.keras` or `.h5` file that Keras 3 wrote, without changing its weights.

    Args:
        path: the file; any suffix other than ".keras" means HDF5.
    """
    if path.suffix == ".keras":
        path.write_bytes(portable_keras(path.read_bytes()))
        return
    import h5py  # imported late: the web process only needs `portable_keras`

    with h5py.File(path, "r+") as file:
        config = portable_config(json.loads(file.attrs["model_config"]))
        file.attrs["model_config"] = json.dumps(_keras_2_config(config))


def portable_keras(content: bytes) -> bytes:
    """Make a `.keras` file's configuration portable; return the same bytes if it is portable already."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        config = json.loads(file.read(_CONFIG))
        portable = portable_config(config)
        if portable == config:
            return content
        parts = {info: file.read(info) for info in file.infolist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for info, part in parts.items():
            file.writestr(info, json.dumps(portable).encode() if info.filename == _CONFIG else part)
    return made.getvalue()


def portable_config(config: Any) -> Any:
    """Remove later arguments with default values from a configuration or a part of it.

    Data types become names, e.g. "float32", and a network's inputs and outputs lists, like in Keras 3.0.
    """
    if isinstance(config, list):
        return [portable_config(each) for each in config]
    if not isinstance(config, dict):
        return config
    if config.get("class_name") == "DTypePolicy":
        return config["config"]["name"]
    kept = {
        name: portable_config(value) for name, value in config.items() if name not in _ADDED or value != _ADDED[name]
    }
    for ends in ("input_layers", "output_layers"):
        if ends in kept and not isinstance(kept[ends][0], list):
            kept[ends] = [kept[ends]]
    return kept


def _keras_2_config(config: Any) -> Any:
    """Convert a portable configuration to Keras 2's names of the input's shape and a layer's inputs."""
    if isinstance(config, list):
        return [_keras_2_config(each) for each in config]
    if not isinstance(config, dict):
        return config
    renamed = {name: _keras_2_config(value) for name, value in config.items()}
    if renamed.get("class_name") == "InputLayer":
        renamed["config"]["batch_input_shape"] = renamed["config"].pop("batch_shape")
    if "inbound_nodes" in config:
        renamed["inbound_nodes"] = [_keras_2_node(node) for node in config["inbound_nodes"]]
    return renamed


def _keras_2_node(node: dict[str, Any]) -> list[list[Any]]:
    """Return the input tensors of a layer's call, each as [layer, call, output, arguments]."""
    (given,) = node["args"]
    tensors = given if isinstance(given, list) else [given]
    return [[*each["config"]["keras_history"], {}] for each in tensors]
