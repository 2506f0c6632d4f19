"""Parse a foreign network's description: its input shape, and its layers with their connections."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversion.worker.foreign_activations import with_activation_apart
from conversion.worker.foreign_layers import INERT, MAX_LAYERS, MERGES, PlainLayer, class_name, plain_layer, refuse_code
from conversion.worker.refusals import bad_file, bad_layer, bad_shape, bad_size

INPUT_SHAPES = ((784,), (28, 28), (28, 28, 1))
# The index of the picture as a layer's input.
PICTURE = -1
# The deepest nesting of networks; learners nest once, for augmentation or for a block.
MAX_DEPTH = 4
NETWORKS = {"Sequential": "sequential", "Functional": "functional", "Model": "functional"}

Described = dict[str, Any]


def plain_layers(network: Mapping[str, Any], is_of_keras_2: bool) -> tuple[tuple[int, ...], list[PlainLayer]]:
    """Return a network's input shape, without the batch, and its layers in topological order.

    Args:
        network: `class_name` and `config`, from a file.
        is_of_keras_2: whether Keras 2 wrote the file.

    Raises:
        ForeignLayerError: a layer that is not allowed, or connections other than chains and merges.
        ForeignShapeError: the input is no picture of 28×28.
        ForeignSizeError: too many layers.
        ForeignFileError: it is no description of a network.
    """
    kind = class_name(network)
    if kind not in NETWORKS:
        raise bad_layer(f"a network {kind}")
    described = _layers_of(network)
    config = network.get("config")
    shape = _input_shape(_first(kind, described), config if isinstance(config, dict) else {})
    collected = _Collected(is_of_keras_2)
    collected.network(network, PICTURE, (), "", 0)
    return shape, collected.layers


def _layers_of(network: Mapping[str, Any]) -> list[Described]:
    config = network.get("config")
    # Before Keras 2.3, a Sequential's description was the list itself.
    described = config.get("layers") if isinstance(config, dict) else config
    if not isinstance(described, list) or not described or not all(isinstance(each, dict) for each in described):
        raise bad_file("a network without layers")
    if len(described) > MAX_LAYERS:
        raise bad_size(f"{len(described)} layers", MAX_LAYERS)
    return described


def _first(kind: str, described: list[Described]) -> Described:
    if kind == "Sequential":
        return described[0]
    inputs = [each for each in described if each.get("inbound_nodes") == []]
    if len(inputs) != 1:
        raise bad_layer(f"{len(inputs)} inputs")
    return inputs[0]


def _input_shape(described: Described, config: Described) -> tuple[int, ...]:
    """Return the first layer's input shape, or that of its own first layer if it is a nested network."""
    for _ in range(MAX_DEPTH):
        if described.get("class_name") not in NETWORKS:
            break
        inner = _layers_of(described)
        described = _first(str(described["class_name"]), inner)
    first = described.get("config")
    first = first if isinstance(first, dict) else {}
    found = first.get("batch_shape") or first.get("batch_input_shape") or config.get("build_input_shape")
    if not isinstance(found, list) or tuple(found[1:]) not in INPUT_SHAPES:
        raise bad_shape(f"a network that takes {found[1:] if isinstance(found, list) else 'no stated shape'}")
    return tuple(found[1:])


class _Collected:
    """The plain layers collected so far, including those of nested networks.

    Args:
        is_of_keras_2: whether Keras 2 wrote the file.

    Attributes:
        layers: in topological order; `feeds` are indices into this list.
    """

    def __init__(self, is_of_keras_2: bool) -> None:
        self._is_of_keras_2 = is_of_keras_2
        self.layers: list[PlainLayer] = []
        self._seen = 0

    def network(self, network: Described | Mapping[str, Any], feed: int, within: Any, group: str, depth: int) -> int:
        """Collect a network's layers.

        Args:
            network: its description.
            feed: index of the layer that feeds it.
            within: the enclosing networks, as `PlainLayer.within`.
            group: the name of the outermost one, "" for none.
            depth: the number of enclosing networks.

        Returns:
            The index of the network's output layer.
        """
        if depth > MAX_DEPTH:
            raise bad_layer(f"networks within networks, over {MAX_DEPTH} deep")
        described = _layers_of(network)
        orders = range(self._seen, self._seen + len(described))
        self._seen += len(described)
        if self._seen > MAX_LAYERS:
            raise bad_size(f"{self._seen} layers", MAX_LAYERS)
        if class_name(network) == "Sequential":
            for number, (order, each) in enumerate(zip(orders, described, strict=True)):
                if class_name(each) == "InputLayer" and number:
                    raise bad_layer("a second input")
                feed = self._layer(each, [feed], order, within, group, depth)
            return feed
        return self._graph(network, described, orders, feed, within, group, depth)

    def _graph(
        self, network: Mapping[str, Any], described: list[Described], orders: range, feed: int, *where: Any
    ) -> int:
        """Collect a functional network's layers, from its output back to its input."""
        _first("Functional", described)
        named = {_name(each): (order, each) for order, each in zip(orders, described, strict=True)}
        if len(named) < len(described):
            raise bad_layer("two layers of one name")
        found: dict[str, int | None] = {}

        def collect(name: str) -> int:
            if name not in named:
                raise bad_layer(f"a layer {name}, which is not there")
            if name not in found:
                found[name] = None
                order, each = named[name]
                refuse_code(each)
                feeds = [collect(source) for source in _sources(each)]
                found[name] = self._layer(each, feeds or [feed], order, *where)
            number = found[name]
            if number is None:
                raise bad_layer("layers that feed each other in a circle")
            return number

        output = collect(_output(network, described))
        if len(found) < len(described):
            raise bad_layer("layers that are not connected")
        return output

    def _layer(self, described: Described, feeds: list[int], order: int, within: Any, group: str, depth: int) -> int:
        kind = class_name(described)
        wants_many = kind in MERGES
        if kind in NETWORKS:
            if len(feeds) != 1:
                raise bad_layer(f"{_name(described)}, fed by more than one layer")
            name = _name(described)
            inner = (*within, (NETWORKS[kind], order))
            return self.network(described, feeds[0], inner, group or name, depth + 1)
        if (len(feeds) < 2) if wants_many else (len(feeds) != 1):
            raise bad_layer(f"{_name(described)}, fed by {len(feeds)} layer{'s' if len(feeds) != 1 else ''}")
        if kind == "InputLayer" or kind in INERT:
            return feeds[0]
        for each in with_activation_apart(described, self._is_of_keras_2):
            plain = plain_layer(each)
            placed = replace(plain, feeds=tuple(feeds), order=order, within=within, group=group or plain.name)
            self.layers.append(placed)
            feeds = [len(self.layers) - 1]
        return feeds[0]


def _name(described: Described) -> str:
    config = described.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    if not isinstance(name, str):
        raise bad_layer("a layer without a name")
    # An operator, `x + y`, has its name only beside its description if there are several.
    outer = described.get("name")
    return outer if isinstance(outer, str) else name


def _output(network: Mapping[str, Any], described: list[Described]) -> str:
    """Return the name of a functional network's output layer."""
    config = network.get("config")
    match config.get("output_layers") if isinstance(config, dict) else None:
        case [str() as name, int(), 0] | [[str() as name, int(), 0]]:
            return name
        case None:
            return _name(described[-1])
    raise bad_layer("another number of outputs than one")


def _sources(described: Described) -> list[str]:
    """Return the names of the layers that feed this one; none for the input."""
    nodes = described.get("inbound_nodes")
    if nodes == []:
        return []
    if not isinstance(nodes, list) or len(nodes) != 1:
        raise bad_layer(f"{_name(described)}, used more than once")
    node = nodes[0]
    found = _sources_of_keras_3(node) if isinstance(node, dict) else _sources_of_keras_2(node)
    if not found or None in found:
        raise bad_layer(f"{_name(described)}, fed by something else than layers")
    return [name for name in found if name is not None]


def _sources_of_keras_3(node: Described) -> list[str | None]:
    args, kwargs = node.get("args"), node.get("kwargs")
    if not isinstance(args, list) or not isinstance(kwargs, dict) or any(map(_is_fed, kwargs.values())):
        return []
    tensors = args[0] if len(args) == 1 and isinstance(args[0], list) else args
    return [_history(tensor) for tensor in tensors]


def _history(tensor: Any) -> str | None:
    match tensor:
        case {"class_name": "__keras_tensor__", "config": {"keras_history": [str() as name, int(), 0]}}:
            return name
    return None


def _is_fed(value: Any) -> bool:
    return isinstance(value, dict | list)


def _sources_of_keras_2(node: Any) -> list[str | None]:
    tensors = [node] if isinstance(node, list) and node and isinstance(node[0], str) else node
    return [_fed_by(tensor) for tensor in tensors] if isinstance(tensors, list) else []


def _fed_by(tensor: Any) -> str | None:
    # The first number also counts a layer's uses elsewhere: for a nested network, its own.
    match tensor:
        case [str() as name, int(), 0]:
            return name
        case [str() as name, int(), 0, dict() as kwargs] if not any(map(_is_fed, kwargs.values())):
            return name
    return None
