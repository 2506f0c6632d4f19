"""A folder of files, on a disk or in an object store, with atomic writes."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

from base.errors import ModelError, StoreUnavailableError

# The suffix of temporary files, left behind by interrupted writes and ignored by readers.
PART = ".part"


@dataclass(frozen=True)
class Entry:
    """A file or folder in a listing.

    Attributes:
        path: relative to the listed folder, separated by "/".
        is_folder: whether it is a folder; object stores have none.
        modified: the time of the last write; None if unknown.
        version: changes with every write of the file; "" for a folder.
    """

    path: str
    is_folder: bool
    modified: datetime | None
    version: str


class Folder:
    """A folder at an fsspec URL, safe for concurrent use by threads and processes.

    Args:
        url: a path, or a URL such as `s3://bucket/models`. An object store's puts must beatomic,
            as those of S3 are.

    Raises:
        StoreUnavailableError: the URL's protocol is unknown, or its package is not installed.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            # Other processes may write at any time, so listings are not cached.
            files, base = fsspec.url_to_fs(url, use_listings_cache=False)
        except ImportError as error:
            package = getattr(error.__cause__, "name", None) or "the package for it"
            raise _unavailable(url, f"{error}. Run: pip install {package}") from error
        except ValueError as error:
            raise _unavailable(url, f"{error}. Name a folder, or a URL such as s3://bucket/models") from error
        self._files: Any = files
        self._base: str = base.rstrip("/")

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None if the file does not exist.

        Raises:
            StoreUnavailableError: the store does not respond, or denies access.
        """
        try:
            with _one_kind_of_error():
                content: bytes = self._files.cat_file(self._full_path(path))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise _unavailable(self.url, error) from error
        return content

    def open(self, path: str) -> BinaryIO | None:
        """Open a file for streaming reads; None if the file does not exist.

        Raises:
            StoreUnavailableError: as `read`.
        """
        try:
            with _one_kind_of_error():
                return cast(BinaryIO, self._files.open(self._full_path(path), "rb"))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise _unavailable(self.url, error) from error

    def write(self, path: str, content: bytes) -> None:
        """Write a file atomically: readers get either the old bytes or the new ones.

        Raises:
            ModelError: the write failed; a previous file is unchanged.
        """
        try:
            with _one_kind_of_error():
                if isinstance(self._files, LocalFileSystem):
                    _write_on_disk(Path(self._full_path(path)), content)
                else:
                    self._files.pipe_file(self._full_path(path), content)
        except OSError as error:
            raise ModelError(
                f"{path} could not be saved in {self.url}. Received: {error}. Free some space, or check its rights.",
                reason=str(error),
            ) from error

    def delete(self, path: str) -> None:
        """Delete a file or an empty folder; do nothing if it is missing or a non-empty folder.

        Raises:
            ModelError: it could not be deleted.
        """
        try:
            with _one_kind_of_error():
                self._delete(self._full_path(path))
        except FileNotFoundError:
            return
        except OSError as error:
            raise ModelError(
                f"{path} could not be deleted in {self.url}. Received: {error}. Check its rights.", reason=str(error)
            ) from error

    def list(self) -> list[Entry]:
        """List all files and folders, recursively; empty if the folder does not exist.

        Raises:
            StoreUnavailableError: as `read`.
        """
        try:
            with _one_kind_of_error():
                # Without a depth, an object store lists everything at once instead of folder by folder.
                found = self._files.find(self._base, withdirs=True, detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise _unavailable(self.url, error) from error
        start = f"{self._base}/"
        return [_entry(name.removeprefix(start), about) for name, about in found.items() if name.startswith(start)]

    def _full_path(self, path: str) -> str:
        return f"{self._base}/{path}"

    def _delete(self, full_path: str) -> None:
        if isinstance(self._files, LocalFileSystem) and Path(full_path).is_dir():
            with contextlib.suppress(OSError):  # a file was added meanwhile
                Path(full_path).rmdir()
        else:
            self._files.rm_file(full_path)


def _write_on_disk(path: Path, content: bytes) -> None:
    """Write to a temporary file in the same folder, flush it to the disk, then rename it, which is atomic."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _one_kind_of_error() -> Iterator[None]:
    """Convert the stores' own errors to one class; some, such as botocore's, are not OSErrors."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def _entry(path: str, about: dict[str, Any]) -> Entry:
    modified = about.get("LastModified") or about.get("mtime") or about.get("created")
    if isinstance(modified, int | float):
        modified = datetime.fromtimestamp(modified, UTC)
    is_folder = about.get("type") == "directory"
    version = "" if is_folder else "-".join(str(about.get(name)) for name in ("ETag", "ino", "size")) + f"-{modified}"
    return Entry(path, is_folder, modified, version)


def _unavailable(url: str, reason: object) -> StoreUnavailableError:
    return StoreUnavailableError(f"The models' store {url} cannot be used. Received: {reason}.", reason=str(reason))
