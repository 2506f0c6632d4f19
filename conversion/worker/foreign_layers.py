"""The allow-list of layers and options of foreign networks.

A layer's description is data: nothing in it is looked up, imported or run; anything not listed here is rejected.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conversion.worker.refusals import bad_activation, bad_code, bad_layer, named

MAX_LAYERS = 64
ACTIVATIONS = (
    *("linear", "relu", "softmax", "sigmoid", "tanh", "elu", "selu", "gelu", "softplus", "softsign"),
    *("swish", "silu", "relu6", "leaky_relu", "hard_sigmoid", "exponential", "mish", "log_softmax"),
)
# Functions of `tf.nn` passed directly, as some tutorials do, and their names in Keras.
FUNCTIONS = {"softmax_v2": "softmax", "leaky_relu_v2": "leaky_relu", "gelu_v2": "gelu"}
# Layers that act only during training; they are left out.
INERT = {
    *("GaussianNoise", "GaussianDropout", "AlphaDropout", "SpatialDropout2D", "ActivityRegularization", "Identity"),
    *("RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom", "RandomContrast", "RandomBrightness"),
    *("RandomShear", "RandomErasing", "RandomGaussianBlur", "RandomInvert", "RandomPerspective", "RandomSharpness"),
    *("RandomElasticTransform",),
}
# Layers that merge branches.
MERGES = ("Add", "Average", "Maximum", "Multiply", "Concatenate")
# The Keras 3 classes of `x + y`, `x * y` and `keras.ops.maximum(x, y)`; other operators are not supported.
_OPERATORS = ("Add", "Multiply", "Maximum")
# Layers that run their author's code, or code that a file names.
_CODE = ("Lambda", "TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "TFSMLayer", "JaxLayer", "FlaxLayer")
# Options that only affect training are ignored.
_HARMLESS_ENDS = ("_initializer", "_regularizer", "_constraint", "_regulariser")
_HARMLESS = {"name", "trainable", "dtype", "batch_input_shape", "batch_shape", "input_dtype", "noise_shape", "seed"}
_HARMLESS |= {"renorm_momentum", "momentum"}

Option = Callable[[Any], Any]


@dataclass(frozen=True)
class PlainLayer:
    """A layer that passed the allow-list.

    Attributes:
        kind: its class in `keras.layers`.
        name: its name in the file, to find its weights.
        options: its constructor's arguments.
        feeds: indices of the layers that feed it; -1 for the picture.
        order: its position in the description, which determines its weights' name in a `.keras` file.
        within: the enclosing networks, outermost first: the group name of their kind in a `.keras` file, and their
            order.
        group: the name of the outermost one, or its own: the group of its weights in an `.h5` file.
    """

    kind: str
    name: str
    options: dict[str, Any] = field(default_factory=dict)
    feeds: tuple[int, ...] = (-1,)
    order: int = 0
    within: tuple[tuple[str, int], ...] = ()
    group: str = ""


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


def _sides(value: Any) -> tuple[tuple[int, int], tuple[int, int]]:
    """Padding or cropping: (top, bottom), (left, right)."""
    down, across = value if isinstance(value, list) else (value, value)
    (top, bottom), (left, right) = (side if isinstance(side, list) else (side, side) for side in (down, across))
    return (_count(top), _count(bottom)), (_count(left), _count(right))


def _count(value: Any) -> int:
    return 0 if value == 0 and not isinstance(value, bool) else _whole(value)


def _axes_from_1(value: Any) -> tuple[int, ...]:
    """Axes counted from 1, as in `Permute` and `PReLU`."""
    if not isinstance(value, list) or len(value) > 4 or len(set(map(_whole, value))) < len(value):
        raise ValueError
    return tuple(value)


def _axes(value: Any) -> tuple[int, ...]:
    """Axes of `Normalization`, the batch is 0; none: one mean for all values."""
    axes = [] if value is None else value if isinstance(value, list) else [value]
    return tuple(_axis(axis) for axis in axes)


def _numbers(value: Any) -> list[float]:
    """Flatten nested lists of numbers."""
    if not isinstance(value, list):
        return [_number(value)]
    return [number for each in value for number in _numbers(each)]


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


def _only(value: object) -> Option:
    """An option that our Keras lacks, with its only neutral value."""

    def check(found: Any) -> Any:
        if found != value:
            raise ValueError
        return _NOTHING

    return check


def _activation(value: Any) -> str:
    match value:
        case {"module": "builtins", "class_name": "function", "config": str() as name}:
            name = FUNCTIONS.get(name, "")
        case str():
            name = FUNCTIONS.get(value, value)
        case _:
            raise ValueError
    if name not in ACTIVATIONS:
        raise ValueError
    return name


_NOTHING = object()
_FORMAT: dict[str, Option] = {"data_format": _one_of("channels_last")}
_PADDING = _one_of("valid", "same")
_POOLING = {"pool_size": _pair, "strides": _or_none(_pair), "padding": _PADDING, **_FORMAT}
_DEPTHWISE: dict[str, Option] = {
    **{"kernel_size": _pair, "strides": _pair, "padding": _PADDING, "dilation_rate": _pair},
    **{"depth_multiplier": _whole, "activation": _activation, "use_bias": _flag, "groups": _only(1)},
    **_FORMAT,
}
KINDS: dict[str, dict[str, Option]] = {
    "Flatten": _FORMAT,
    "Reshape": {"target_shape": _shape},
    "Rescaling": {"scale": _number, "offset": _number},
    "Dense": {"units": _whole, "activation": _activation, "use_bias": _flag},
    "Dropout": {"rate": _share},
    "Activation": {"activation": _activation},
    "ReLU": {"max_value": _or_none(_number), "negative_slope": _number, "threshold": _number},
    "Softmax": {"axis": _axis},
    "BatchNormalization": {"axis": _axis, "epsilon": _share, "center": _flag, "scale": _flag},
    "Conv2D": {
        **{"filters": _whole, "kernel_size": _pair, "strides": _pair, "padding": _PADDING, "dilation_rate": _pair},
        **{"groups": _whole, "activation": _activation, "use_bias": _flag},
        **_FORMAT,
    },
    "MaxPooling2D": _POOLING,
    "AveragePooling2D": _POOLING,
    "GlobalAveragePooling2D": {"keepdims": _flag, **_FORMAT},
    "GlobalMaxPooling2D": {"keepdims": _flag, **_FORMAT},
    "Normalization": {
        **{"axis": _axes, "invert": _flag},
        **{"mean": _or_none(_numbers), "variance": _or_none(_numbers)},
    },
    "LayerNormalization": {"axis": _axis, "epsilon": _share, "center": _flag, "scale": _flag},
    "LeakyReLU": {"negative_slope": _number, "alpha": _number},
    "PReLU": {"shared_axes": _or_none(_axes_from_1)},
    "ELU": {"alpha": _number},
    "ZeroPadding2D": {"padding": _sides, **_FORMAT},
    "Cropping2D": {"cropping": _sides, **_FORMAT},
    "Permute": {"dims": _axes_from_1},
    "SeparableConv2D": {"filters": _whole, **_DEPTHWISE},
    "DepthwiseConv2D": _DEPTHWISE,
    **{kind: {} for kind in MERGES},
    "Concatenate": {"axis": _axis},
}
# Options' names in Keras 2.
_RENAMED = {("LeakyReLU", "alpha"): "negative_slope"}


def plain_layer(described: Mapping[str, Any]) -> PlainLayer:
    """Validate a layer's description against the allow-list.

    Raises:
        ForeignLayerError: the layer or one of its options is not allowed.
    """
    kind, config = class_name(described), described.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    if not isinstance(config, dict) or not isinstance(name, str):
        raise bad_layer(f"a layer {kind} without a description")
    refuse_code(described)
    if kind not in KINDS:
        raise bad_layer(named(name, kind))
    known = KINDS[kind]
    for option, value in config.items():
        is_harmless = option in _HARMLESS or option.endswith(_HARMLESS_ENDS)
        if option not in known and not is_harmless and value is not None and value is not False:
            raise bad_layer(f"{option}={value} of {named(name, kind)}")
    checked = {
        _RENAMED.get((kind, option), option): _checked(name, kind, option, config[option], check)
        for option, check in known.items()
        if option in config
    }
    return PlainLayer(kind, name, {option: value for option, value in checked.items() if value is not _NOTHING})


def refuse_code(described: Mapping[str, Any]) -> None:
    """Reject a layer that runs its author's code, before its inputs are examined.

    Raises:
        ForeignLayerError: it is such a layer.
    """
    if class_name(described) in _CODE:
        raise bad_code(_name_of(described), class_name(described))


def class_name(described: Mapping[str, Any]) -> str:
    """Return the Keras class name in a description.

    Raises:
        ForeignLayerError: it is a custom class, or the description has none.
    """
    if not isinstance(described, dict) or not isinstance(described.get("class_name"), str):
        raise bad_layer("something that is no layer")
    name: str = described["class_name"]
    module, registered = described.get("module"), described.get("registered_name")
    # `tf_keras` is the package name of Keras 2 beside Keras 3.
    package = module.split(".")[0] if isinstance(module, str) else module
    if package not in (None, "keras", "tf_keras") or registered not in (None, name):
        raise bad_code(_name_of(described), f"{registered or module}")
    if isinstance(module, str) and "ops" in module.split(".") and name not in _OPERATORS:
        raise bad_code(_name_of(described), f"keras.ops.{name}")
    return name


def _name_of(described: Mapping[str, Any]) -> str:
    config = described.get("config")
    return str(config.get("name", "?")) if isinstance(config, dict) else "?"


def _checked(name: str, kind: str, option: str, value: Any, check: Option) -> Any:
    try:
        return check(value)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        found = value.get("class_name", "a description") if isinstance(value, dict) else value
        if option == "activation":
            of_function = value.get("config") if isinstance(value, dict) and found == "function" else None
            raise bad_activation(name, kind, of_function if isinstance(of_function, str) else found) from error
        raise bad_layer(f"{option}={found} of {named(name, kind)}") from error
