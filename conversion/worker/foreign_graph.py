"""From a stranger's description of a network to its layers in one row, and the shape that it takes."""

from collections.abc import Mapping
from typing import Any

from conversion.worker.foreign_layers import MAX_LAYERS, PlainLayer, class_name, plain_layer
from conversion.worker.refusals import bad_file, bad_layer, bad_shape, bad_size

INPUT_SHAPES = ((784,), (28, 28), (28, 28, 1))

Described = dict[str, Any]


def plain_layers(network: Mapping[str, Any]) -> tuple[tuple[int, ...], list[PlainLayer]]:
    """The shape that a network takes, without the batch, and its layers in order.

    Args:
        network: `class_name` and `config`, as a file has them.

    Raises:
        ForeignLayerError: a layer that is not plain, or layers that do not stand in one row.
        ForeignShapeError: it takes something else than a picture of 28×28.
        ForeignSizeError: too many layers.
        ForeignFileError: this describes no network.
    """
    kind, config = class_name(network), network.get("config")
    if kind not in ("Sequential", "Functional", "Model"):
        raise bad_layer(f"a network {kind}")
    # Before Keras 2.3, a Sequential's description was the list itself.
    described = config.get("layers") if isinstance(config, dict) else config
    if not isinstance(described, list) or not described or not all(isinstance(each, dict) for each in described):
        raise bad_file("a network without layers")
    if len(described) > MAX_LAYERS:
        raise bad_size(f"{len(described)} layers", MAX_LAYERS)
    row = described if kind == "Sequential" else _in_one_row(described)
    shape = _input_shape(row, config if isinstance(config, dict) else {})
    return shape, [plain_layer(each) for each in row if class_name(each) != "InputLayer"]


def _input_shape(row: list[Described], config: Described) -> tuple[int, ...]:
    first = row[0].get("config")
    first = first if isinstance(first, dict) else {}
    found = first.get("batch_shape") or first.get("batch_input_shape") or config.get("build_input_shape")
    if any(class_name(each) == "InputLayer" for each in row[1:]):
        raise bad_layer("a second input")
    if not isinstance(found, list) or tuple(found[1:]) not in INPUT_SHAPES:
        raise bad_shape(f"a network that takes {found[1:] if isinstance(found, list) else 'no stated shape'}")
    return tuple(found[1:])


def _in_one_row(described: list[Described]) -> list[Described]:
    """A functional network's layers, each fed by the one before it and by nothing else."""
    after: dict[str | None, Described] = {}
    for each in described:
        source = _source(each)
        if source in after:
            raise bad_layer("layers that branch")
        after[source] = each
    row: list[Described] = []
    name: str | None = None
    while name in after:
        row.append(after.pop(name))
        name = _name(row[-1])
    if after:
        raise bad_layer("layers that are not connected")
    return row


def _name(described: Described) -> str:
    config = described.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    if not isinstance(name, str):
        raise bad_layer("a layer without a name")
    return name


def _source(described: Described) -> str | None:
    """The name of the layer that feeds this one; None for the input."""
    nodes = described.get("inbound_nodes")
    if nodes == []:
        return None
    if not isinstance(nodes, list) or len(nodes) != 1:
        raise bad_layer(f"{_name(described)}, used more than once")
    found = _source_of_keras_3(nodes[0]) if isinstance(nodes[0], dict) else _source_of_keras_2(nodes[0])
    if not isinstance(found, str):
        raise bad_layer(f"{_name(described)}, fed by more than one layer")
    return found


def _source_of_keras_3(node: Described) -> Any:
    match node:
        case {"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": [name, *_]}}], "kwargs": kwargs}:
            return name if isinstance(kwargs, dict) and not any(map(_is_fed, kwargs.values())) else None
    return None


def _is_fed(value: Any) -> bool:
    return isinstance(value, dict | list)


def _source_of_keras_2(node: Any) -> Any:
    match node:
        case [[name, 0, 0, *_]] | [str() as name, 0, 0, *_]:
            return name
    return None
