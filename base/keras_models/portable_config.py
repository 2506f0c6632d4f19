"""Keras files that older versions of Keras open too: what later ones added to the configuration is left out.

A configuration names every argument of a layer, and a version that does not have one of them refuses the file, even
where its value is the default. Keras 3.0 and later open the `.keras` and `.h5` files made here, and Keras 2 the `.h5`:
`make bench ONLY=keras_versions`. Source: https://keras.io/guides/serialization_and_saving/
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

# Arguments that came after Keras 3.0, or that Keras 2 does not have, and their defaults.
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
    """Rewrite the configuration of a `.keras` or `.h5` file that Keras 3 has just written; its weights stay.

    Args:
        path: the file; one with another suffix than ".keras" is an HDF5 file.
    """
    if path.suffix == ".keras":
        path.write_bytes(portable_keras(path.read_bytes()))
        return
    import h5py  # the web process, which needs `portable_keras`, does without it

    with h5py.File(path, "r+") as file:
        config = portable_config(json.loads(file.attrs["model_config"]))
        file.attrs["model_config"] = json.dumps(_keras_2_config(config))


def portable_keras(content: bytes) -> bytes:
    """A `.keras` file's bytes with a portable configuration; the same bytes where it is portable already."""
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
    """A configuration, or a part of it, without the arguments that came later where they are at their defaults.

    Data types are written as their names, e.g. "float32", and a network's inputs and outputs as lists, as Keras 3.0
    wrote them.
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
    """A portable configuration as Keras 2 wrote it: other names for the input's shape, and for a layer's inputs."""
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
    """The tensors that one call of a layer takes, each as [layer, call, output, arguments]."""
    (given,) = node["args"]
    tensors = given if isinstance(given, list) else [given]
    return [[*each["config"]["keras_history"], {}] for each in tensors]
