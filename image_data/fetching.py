"""Fetch a data set's original files, for a checkout without the bundled file."""

import gzip
import http.client
import urllib.request
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from base.errors import DatasetUnavailableError

TIMEOUT_S = 30
_IDX_HEADER_BYTES = {1: 8, 3: 16}


def fetch_file(url: str, path: Path) -> bytes:
    """Fetch a file's bytes.

    Args:
        url: the file's URL.
        path: the missing local file, for the error.

    Raises:
        DatasetUnavailableError: no route, no such file, or a connection that broke off.
    """
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as response:
            content: bytes = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise DatasetUnavailableError(
            f"The data file {path} is missing and could not be fetched. Received: {error} from {url}. "
            f"Bring it back with `git checkout -- image_data/files`.",
            file=str(path),
            url=url,
        ) from error
    return content


def fetch_idx_files(urls: Iterable[str], path: Path) -> list[NDArray[np.uint8]]:
    """Fetch gzipped idx files as uint8 arrays, (n, 28, 28) for images and (n,) for labels.

    Args:
        urls: the files; "idx3" in a name means images, "idx1" labels.
        path: the missing local file, for the error.

    Raises:
        DatasetUnavailableError: one of them could not be fetched, or is no gzipped idx file.

    Source of the format: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database".
    """
    return [_parse_idx(url, fetch_file(url, path), path) for url in urls]


def _parse_idx(url: str, content: bytes, path: Path) -> NDArray[np.uint8]:
    dimensions = 3 if "idx3" in url else 1
    try:
        raw = gzip.decompress(content)
        values = np.frombuffer(raw, np.uint8, offset=_IDX_HEADER_BYTES[dimensions])
        return values.reshape(-1, 28, 28) if dimensions == 3 else values
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise DatasetUnavailableError(
            f"The file fetched for {path} is no gzipped idx file. Received: {error} from {url}.",
            file=str(path),
            url=url,
        ) from error
