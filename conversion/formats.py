"""The kinds of file that a model can be taken home in."""

from dataclasses import dataclass

from base.errors import UnknownFormatError


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        id: as it stands in addresses and on the command line.
        name: what people call it.
        suffix: of the file's name, with its dot.
        media_type: for the download's header.
        keras_versions: versions of Keras that open such files, tried by `make bench ONLY=keras_versions`.
    """

    id: str
    name: str
    suffix: str
    media_type: str = "application/octet-stream"
    keras_versions: tuple[str, ...] = ()


_KERAS_3 = ("3.0", "3.3", "3.8", "3.12", "3.15")
# The store's own: there at once.
KERAS = Format("keras", "Keras", ".keras", keras_versions=_KERAS_3)
FORMATS = {
    each.id: each
    for each in (
        KERAS,
        Format("h5", "HDF5", ".h5", "application/x-hdf5", keras_versions=("2", *_KERAS_3)),
        Format("savedmodel", "SavedModel", ".savedmodel.zip", "application/zip"),
        Format("tflite", "LiteRT", ".tflite"),
        Format("onnx", "ONNX", ".onnx"),
        Format("html", "Web page", ".html", "text/html"),
    )
}


def find_format(name: str) -> Format:
    """The format of that id.

    Raises:
        UnknownFormatError: there is none.
    """
    if name not in FORMATS:
        raise UnknownFormatError(
            f"There is no such format. Received: {name!r}. Try one of {', '.join(FORMATS)}.", format=name
        )
    return FORMATS[name]
