"""The file formats that a model can be exported to."""

from dataclasses import dataclass

from base.errors import UnknownFormatError


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes:
        id: its id in URLs and on the command line.
        name: its display name.
        suffix: the file name's suffix, with its dot.
        media_type: the download's media type.
        keras_versions: versions of Keras that can open such files, tested by `make bench ONLY=keras_versions`.
    """

    id: str
    name: str
    suffix: str
    media_type: str = "application/octet-stream"
    keras_versions: tuple[str, ...] = ()


_KERAS_3 = ("3.0", "3.3", "3.8", "3.12", "3.15")
# The store's own format, available without conversion.
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
    """Return the format with an id.

    Raises:
        UnknownFormatError: there is none.
    """
    if name not in FORMATS:
        raise UnknownFormatError(
            f"There is no such format. Received: {name!r}. Try one of {', '.join(FORMATS)}.", format=name
        )
    return FORMATS[name]
