"""Run a finished page without a browser: its steps and weights, computed with NumPy."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from conversion.worker.web_page.description import Step
from conversion.worker.web_page.weights import unpack

Values = NDArray[np.float32]


def ask_web_page(path: Path, images: Values) -> Values:
    """Compute a page's probabilities.

    Args:
        path: the file.
        images: float32 (n, …) of 784 numbers each, 0.0 paper to 1.0 full ink.

    Returns:
        float32 (n, classes), before the temperature, which belongs to the card, not the network.
    """
    text = path.read_text("utf-8")
    weights = unpack(_script(text, "weights"))
    values = images.reshape(len(images), -1)
    for step in json.loads(_script(text, "model"))["steps"]:
        values = _KINDS[step["kind"]](values, step, weights[step.get("weights", 0) :]).reshape(len(images), -1)
    return values.astype(np.float32)


def _script(text: str, name: str) -> str:
    (found,) = re.findall(rf'<script type="[^"]*" id="{name}">(.*?)</script>', text, re.DOTALL)
    return str(found)


def _dense(values: Values, step: Step, weights: Values) -> Values:
    inputs, outputs = step["inputs"], step["outputs"]
    kernel, bias = np.split(weights[: (inputs + 1) * outputs], [inputs * outputs])
    product: Values = values @ kernel.reshape(inputs, outputs) + bias
    return product


def _convolution(values: Values, step: Step, weights: Values) -> Values:
    shape = (step["rows"], step["columns"], step["channels"], step["filters"])
    kernel = weights[: np.prod(shape)].reshape(shape)
    bias = weights[kernel.size : kernel.size + step["filters"]]
    below = step["outHeight"] + step["rows"] - 1 - step["height"] - step["above"]
    right = step["outWidth"] + step["columns"] - 1 - step["width"] - step["left"]
    padded = np.pad(_maps(values, step), ((0, 0), (step["above"], below), (step["left"], right), (0, 0)))
    windows = sliding_window_view(padded, shape[:2], axis=(1, 2))
    made: Values = np.einsum("nyxcij,ijcf->nyxf", windows, kernel, optimize=True) + bias
    return made


def _windows(values: Values, step: Step) -> Values:
    """Return a pooling layer's windows: (n, rows, columns, channels, window's rows, window's columns)."""
    windows = sliding_window_view(_maps(values, step), (step["rows"], step["columns"]), axis=(1, 2))
    return windows[:, :: step["down"], :: step["across"]]


def _maps(values: Values, step: Step) -> Values:
    return values.reshape(-1, step["height"], step["width"], step["channels"])


def _affine(values: Values, step: Step, weights: Values) -> Values:
    channels = step["channels"]
    by_channel: Values = values.reshape(-1, channels) * weights[:channels] + weights[channels : 2 * channels]
    return by_channel


def _activation(values: Values, step: Step, _weights: Values) -> Values:
    return _ACTIVATIONS[step["function"]](values)


def _softmax(values: Values) -> Values:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    shares: Values = powers / powers.sum(axis=1, keepdims=True)
    return shares


_ACTIVATIONS: dict[str, Callable[[Values], Values]] = {
    "relu": lambda values: np.maximum(values, 0),
    "elu": lambda values: np.maximum(values, np.expm1(np.minimum(values, 0))),
    "tanh": np.tanh,
    "sigmoid": lambda values: np.exp(-np.logaddexp(np.float32(0), -values)),
    "softmax": _softmax,
}
_KINDS: dict[str, Callable[[Values, Step, Values], Values]] = {
    "dense": _dense,
    "convolution": _convolution,
    "max_pooling": lambda values, step, _weights: _windows(values, step).max(axis=(4, 5)),
    "average_pooling": lambda values, step, _weights: _windows(values, step).mean(axis=(4, 5)),
    "global_average": lambda values, step, _weights: values.reshape(-1, step["places"], step["channels"]).mean(axis=1),
    "affine": _affine,
    "activation": _activation,
}
