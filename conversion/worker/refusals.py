"""Build the errors for foreign files. Quoted parts of a file are truncated, as they may be any text."""

from base.errors import (
    ForeignActivationError,
    ForeignCodeError,
    ForeignFileError,
    ForeignKindError,
    ForeignLayerError,
    ForeignNumbersError,
    ForeignShapeError,
    ForeignSizeError,
    ForeignWeightsError,
    WeightsAloneError,
)

MAX_QUOTED = 60
MAX_NAME = 28


def quoted(value: object) -> str:
    """Quote a part of a file in a message: printable and short."""
    text = "".join(char if char.isprintable() else "?" for char in str(value))
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"


def bad_file(found: object) -> ForeignFileError:
    """The file was not written by Keras."""
    return ForeignFileError(
        f"This is no file that Keras wrote, or it is damaged. Received: {quoted(found)}. "
        f"Save the whole model anew with model.save('model.keras').",
        found=quoted(found),
    )


def weights_alone(found: str) -> WeightsAloneError:
    """The file holds weights without a network."""
    return WeightsAloneError(
        f"These are weights without their network. Received: {quoted(found)}. "
        f"Save the whole model with model.save('model.keras').",
        found=quoted(found),
    )


def bad_kind(kind: str) -> ForeignKindError:
    """The file is of a known kind, but not Keras'."""
    return ForeignKindError(
        f"Only files that Keras saved are taken over. Received: a file of {kind}. "
        f"In the program that trained the network in Keras, save it with model.save('model.keras').",
        kind=kind,
    )


def named(name: str, kind: str) -> str:
    """Describe a layer in a message: its name in the file and its kind, each truncated."""
    return f"{_short(name)!r}, a layer {_short(kind)}"


def _short(text: str) -> str:
    text = quoted(text)
    return text if len(text) <= MAX_NAME else text[: MAX_NAME - 1] + "…"


def bad_layer(found: object) -> ForeignLayerError:
    """The network contains something that is not allowed."""
    return ForeignLayerError(
        f"Only plain layers are taken over, none with code of its own. Received: {quoted(found)}. "
        f"Leave it out, and train again.",
        found=quoted(found),
    )


def bad_activation(layer: str, kind: str, found: object) -> ForeignActivationError:
    """A layer has an unknown activation function."""
    return ForeignActivationError(
        f"Only Keras' own activation functions are taken over. Received: {quoted(found)} of {named(layer, kind)}. "
        f"Use relu, tanh, sigmoid, elu, selu, gelu or silu, and softmax at the end; then train again.",
        layer=_short(layer),
        kind=_short(kind),
        found=quoted(found),
    )


def bad_code(layer: str, kind: str) -> ForeignCodeError:
    """A layer is code that would have to be run."""
    return ForeignCodeError(
        f"Code in a file is never run. Received: {named(layer, kind)}. Use layers of Keras instead, and train again: "
        f'activation="softmax" instead of tf.nn.softmax(x), layers.Rescaling(1/255) instead of a Lambda, '
        f"layers.Add() instead of tf.add(x, y).",
        layer=_short(layer),
        kind=_short(kind),
        found=named(layer, kind),
    )


def bad_shape(found: object) -> ForeignShapeError:
    """The network has another input or output shape."""
    return ForeignShapeError(
        f"A network must take 784 or 28×28 or 28×28×1 numbers and give 10. Received: {quoted(found)}.",
        found=quoted(found),
    )


def bad_size(found: object, limit: object) -> ForeignSizeError:
    """The network, or something in its file, is too large."""
    return ForeignSizeError(
        f"This is too large. Received: {quoted(found)}, at most {limit}. Make the network smaller.",
        found=quoted(found),
        limit=str(limit),
    )


def bad_weights(layer: str, found: object) -> ForeignWeightsError:
    """A layer's weights are missing, of another shape, not finite, or outside the file."""
    return ForeignWeightsError(
        f"The weights of the layer {quoted(layer)!r} cannot be used. Received: {quoted(found)}. "
        f"Save the whole model anew with model.save('model.keras').",
        layer=quoted(layer),
        found=quoted(found),
    )


def no_numbers(layer: str) -> ForeignNumbersError:
    """A layer's weights are infinite or nan."""
    return ForeignNumbersError(
        f"The weights of the layer {quoted(layer)!r} are no numbers any more. Received: values that are infinite or "
        f"no numbers; the training diverged. Train it again with a lower learning rate.",
        layer=quoted(layer),
        found="nan",
    )
