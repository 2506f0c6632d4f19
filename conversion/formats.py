"""The kinds of file that a model can be taken home in."""

from dataclasses import dataclass

from errors import UnknownFormatError


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        id: as it stands in addresses and on the command line.
        name: what people call it.
        suffix: of the file's name, with its dot.
        media_type: for the download's header.
    """

    id: str
    name: str
    suffix: str
    media_type: str = "application/octet-stream"


# The store's own: there without being made.
KERAS = Format("keras", "Keras", ".keras")
FORMATS = {
    each.id: each
    for each in (
        KERAS,
        Format("h5", "HDF5", ".h5", "application/x-hdf5"),
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
