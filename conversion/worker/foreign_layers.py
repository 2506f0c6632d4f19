"""The allow-list: which layers of a stranger's network are built anew, from which of their options.

A layer's description is data. Nothing of it is looked up, imported or run; what is not known here is refused.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conversion.worker.refusals import bad_layer

MAX_LAYERS = 64
ACTIVATIONS = (
    *("linear", "relu", "softmax", "sigmoid", "tanh", "elu", "selu", "gelu", "softplus", "softsign"),
    *("swish", "silu", "relu6", "leaky_relu", "hard_sigmoid", "log_softmax"),
)
# How a layer was trained is of no concern any more.
_HARMLESS_ENDS = ("_initializer", "_regularizer", "_constraint", "_regulariser")
_HARMLESS = {"name", "trainable", "dtype", "batch_input_shape", "batch_shape", "input_dtype", "noise_shape", "seed"}
_HARMLESS |= {"renorm_momentum", "momentum"}

Option = Callable[[Any], Any]


@dataclass(frozen=True)
class PlainLayer:
    """A layer that may be built.

    Attributes:
        kind: its class in `keras.layers`.
        name: in the file, to find its weights by.
        options: to build it with.
    """

    kind: str
    name: str
    options: dict[str, Any] = field(default_factory=dict)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _number(value: Any) -> float:
    if not _is_number(value):
        raise ValueError
    return float(value)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 2**31:
        raise ValueError
    return value


def _share(value: Any) -> float:
    if not 0 <= _number(value) < 1:
        raise ValueError
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _pair(value: Any) -> tuple[int, int]:
    first, second = value if isinstance(value, list) else (value, value)
    return _whole(first), _whole(second)


def _shape(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= 4:
        raise ValueError
    return tuple(-1 if size == -1 else _whole(size) for size in value)


def _axis(value: Any) -> int:
    (axis,) = value if isinstance(value, list) else [value]
    if not isinstance(axis, int) or not -4 <= axis <= 4:
        raise ValueError
    return axis


def _one_of(*allowed: str) -> Option:
    def check(value: Any) -> str:
        if value not in allowed or not isinstance(value, str):
            raise ValueError
        return value

    return check


def _or_none(option: Option) -> Option:
    return lambda value: None if value is None else option(value)


_FORMAT: dict[str, Option] = {"data_format": _one_of("channels_last")}
_PADDING = _one_of("valid", "same")
_ACTIVATION = _one_of(*ACTIVATIONS)
_POOLING = {"pool_size": _pair, "strides": _or_none(_pair), "padding": _PADDING, **_FORMAT}
KINDS: dict[str, dict[str, Option]] = {
    "Flatten": _FORMAT,
    "Reshape": {"target_shape": _shape},
    "Rescaling": {"scale": _number, "offset": _number},
    "Dense": {"units": _whole, "activation": _ACTIVATION, "use_bias": _flag},
    "Dropout": {"rate": _share},
    "Activation": {"activation": _ACTIVATION},
    "ReLU": {"max_value": _or_none(_number), "negative_slope": _number, "threshold": _number},
    "Softmax": {"axis": _axis},
    "BatchNormalization": {"axis": _axis, "epsilon": _share, "center": _flag, "scale": _flag},
    "Conv2D": {
        **{"filters": _whole, "kernel_size": _pair, "strides": _pair, "padding": _PADDING, "dilation_rate": _pair},
        **{"groups": _whole, "activation": _ACTIVATION, "use_bias": _flag},
        **_FORMAT,
    },
    "MaxPooling2D": _POOLING,
    "AveragePooling2D": _POOLING,
    "GlobalAveragePooling2D": {"keepdims": _flag, **_FORMAT},
    "GlobalMaxPooling2D": {"keepdims": _flag, **_FORMAT},
}


def plain_layer(described: Mapping[str, Any]) -> PlainLayer:
    """One layer's description, if it is on the list.

    Raises:
        ForeignLayerError: it is not, or has an option that is not.
    """
    kind, config = class_name(described), described["config"]
    if kind not in KINDS:
        raise bad_layer(f"a layer {kind}")
    if not isinstance(config, dict) or not isinstance(config.get("name"), str):
        raise bad_layer(f"a layer {kind} without a description")
    known = KINDS[kind]
    for option, value in config.items():
        is_harmless = option in _HARMLESS or option.endswith(_HARMLESS_ENDS)
        if option not in known and not is_harmless and value is not None and value is not False:
            raise bad_layer(f"{option}={value} of a layer {kind}")
    options = {
        option: _checked(kind, option, config[option], check) for option, check in known.items() if option in config
    }
    return PlainLayer(kind, config["name"], options)


def class_name(described: Mapping[str, Any]) -> str:
    """The class of something described, one of Keras' own.

    Raises:
        ForeignLayerError: it is somebody's own class, or its description says nothing of one.
    """
    if not isinstance(described, dict) or not isinstance(described.get("class_name"), str):
        raise bad_layer("something that is no layer")
    name: str = described["class_name"]
    module, registered = described.get("module"), described.get("registered_name")
    is_keras = module is None or (isinstance(module, str) and (module == "keras" or module.startswith("keras.")))
    if not is_keras or registered not in (None, name):
        raise bad_layer(f"a class of one's own, {registered or module}")
    return name


def _checked(kind: str, option: str, value: Any, check: Option) -> Any:
    try:
        return check(value)
    except (ValueError, TypeError) as error:
        found = value.get("class_name", "a description") if isinstance(value, dict) else value
        raise bad_layer(f"{option}={found} of a layer {kind}") from error
