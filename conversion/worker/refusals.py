"""Refusals of a stranger's file, in one shape each. What is named of a file is cut short: it may be any text."""

from errors import ForeignFileError, ForeignLayerError, ForeignShapeError, ForeignSizeError, ForeignWeightsError

MAX_QUOTED = 60


def quoted(value: object) -> str:
    """Something of a file, for a message: printable, and short."""
    text = "".join(char if char.isprintable() else "?" for char in str(value))
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"


def bad_file(found: object) -> ForeignFileError:
    """The file is none that Keras writes."""
    return ForeignFileError(
        f"This is no file that Keras wrote, or it is damaged. Received: {quoted(found)}. "
        f"Save the whole model anew with model.save('model.keras').",
        found=quoted(found),
    )


def bad_layer(found: object) -> ForeignLayerError:
    """There is something in the network that is not plain."""
    return ForeignLayerError(
        f"Only plain layers in one row are taken over, none with code of its own. Received: {quoted(found)}. "
        f"Leave it out, and train again.",
        found=quoted(found),
    )


def bad_shape(found: object) -> ForeignShapeError:
    """The network maps something else."""
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
    """A layer's numbers are missing, of another shape, no numbers, or elsewhere."""
    return ForeignWeightsError(
        f"The weights of the layer {quoted(layer)!r} cannot be used. Received: {quoted(found)}. "
        f"Save the whole model anew with model.save('model.keras').",
        layer=quoted(layer),
        found=quoted(found),
    )
