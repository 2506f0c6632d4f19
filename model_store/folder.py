"""A folder of files, on a disk or in an object store: each write happens at once or not at all."""

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

# What a write that was cut off leaves behind ends so; nobody reads it.
PART = ".part"


@dataclass(frozen=True)
class Entry:
    """A file or folder that a listing found.

    Attributes:
        path: below the listed folder, with "/" between its parts.
        is_folder: whether it is a folder; an object store has none.
        modified: when it was last written; None where that is not known.
        version: another text whenever the file was written anew; "" for a folder.
    """

    path: str
    is_folder: bool
    modified: datetime | None
    version: str


class Folder:
    """A folder at an fsspec URL. Any number of threads and processes may use it at once.

    Args:
        url: a path, or a URL such as `s3://bucket/models`. Apart from a disk, it must name a store whose single puts
            are atomic, as those of S3 and its kind are.

    Raises:
        StoreUnavailableError: the URL's kind is not known, or the package for it is missing.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            # Another process may write at any time: no listing is kept.
            files, base = fsspec.url_to_fs(url, use_listings_cache=False)
        except ImportError as error:
            package = getattr(error.__cause__, "name", None) or "the package for it"
            raise _unavailable(url, f"{error}. Run: pip install {package}") from error
        except ValueError as error:
            raise _unavailable(url, f"{error}. Name a folder, or a URL such as s3://bucket/models") from error
        self._files: Any = files
        self._base: str = base.rstrip("/")

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None where there is no such file.

        Raises:
            StoreUnavailableError: the store does not answer, or refuses.
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
        """A file opened for reading piece by piece; None where there is no such file.

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
        """Write a file, in place of what had its name: whoever reads it finds the old bytes or the new.

        Raises:
            ModelError: it could not be written; what was there before still is.
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
        """Delete a file, or an empty folder of a disk; nothing happens where it is gone already, or is not empty.

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
        """All that is in the folder, and in those inside it; nothing where there is no such folder.

        Raises:
            StoreUnavailableError: as `read`.
        """
        try:
            with _one_kind_of_error():
                # Without a depth: an object store then answers in one piece, and not folder by folder.
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
            with contextlib.suppress(OSError):  # somebody put a file into it
                Path(full_path).rmdir()
        else:
            self._files.rm_file(full_path)


def _write_on_disk(path: Path, content: bytes) -> None:
    """Written beside its place, brought to the disk, and then moved there, which is one step."""
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
    """Each kind of store has errors of its own, of which some, e.g. botocore's, are no OSError: make them one."""
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
