"""The data sets come whole, verified and once; a damaged or missing file is said, mended or left alone."""

import gzip
import http.server
import inspect
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from base import settings
from base.errors import DatasetCorruptError, DatasetUnavailableError
from image_data import BUNDLED, class_names, load

BUNDLED_FOLDER = settings.ROOT / "image_data" / "files"
IDX_FILES = ("train-images-idx3.gz", "train-labels-idx1.gz", "t10k-images-idx3.gz", "t10k-labels-idx1.gz")


class FileServer(http.server.ThreadingHTTPServer):
    """Serves `files` by name, on loopback; a name in `cut_off` breaks off halfway."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.cut_off: set[str] = set()

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{name}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        content = self.server.files.get(name)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if name in self.server.cut_off else content)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def files() -> Iterator[FileServer]:
    with FileServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the data files, which is not there yet."""
    monkeypatch.setenv("DIGITLAB_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def load_anew(name: str):
    """Load past the cache, which keeps what other tests share."""
    return inspect.unwrap(load)(name)


def serve_from(monkeypatch: pytest.MonkeyPatch, name: str, *urls: str) -> None:
    monkeypatch.setitem(BUNDLED, name, replace(BUNDLED[name], urls=urls))


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_data_set_has_its_shapes_types_and_labels(name):
    x_train, y_train, x_test, y_test = load(name)
    assert (x_train.shape, y_train.shape) == ((60000, 28, 28), (60000,))
    assert (x_test.shape, y_test.shape) == ((10000, 28, 28), (10000,))
    assert all(array.dtype == np.uint8 for array in (x_train, y_train, x_test, y_test))
    assert (x_train.min(), x_train.max()) == (0, 255)
    assert np.unique(y_train).tolist() == np.unique(y_test).tolist() == list(range(10))


def test_mnist_is_mnist():
    mnist = load("mnist")
    assert mnist.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert mnist.y_test[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert int(mnist.x_test[0].sum()) == 18454


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_nobody_can_write_into_a_data_set(name):
    for array in load(name):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_data_set_is_read_once_a_process():
    assert load("mnist") is load("mnist")


def test_class_names_go_by_label():
    assert class_names("mnist")[7] == "7"
    assert class_names("fashion_mnist")[9] == "Ankle boot"
    assert all(len(class_names(name)) == 10 for name in BUNDLED)


def test_unknown_data_set_is_refused():
    with pytest.raises(KeyError, match="cifar"):
        load("cifar")


def test_data_file_goes_with_the_setting(folder):
    assert BUNDLED["mnist"].path == folder / "mnist.npz"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[:-1], id="cut off"),
        pytest.param(lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:], id="one bit"),
        pytest.param(lambda _content: b"", id="empty"),
        pytest.param(lambda _content: b"version https://git-lfs.github.com/spec/v1", id="not the file at all"),
    ],
)
def test_damaged_file_is_named_with_both_digests_and_the_mend(folder, damage):
    folder.mkdir()
    path = folder / "mnist.npz"
    path.write_bytes(damage((BUNDLED_FOLDER / "mnist.npz").read_bytes()))
    with pytest.raises(DatasetCorruptError) as caught:
        load_anew("mnist")
    error = caught.value
    assert error.details["file"] == str(path)
    assert error.details["expected"] == BUNDLED["mnist"].sha256 != error.details["found"]
    assert all(error.details[key] in str(error) for key in ("file", "expected", "found"))
    assert "Delete the file" in str(error)
    assert "git checkout" in str(error)


def test_missing_file_is_fetched_and_kept(folder, files, monkeypatch):
    files.files["mnist.npz"] = (BUNDLED_FOLDER / "mnist.npz").read_bytes()
    serve_from(monkeypatch, "mnist", files.url("mnist.npz"))
    fetched = load_anew("mnist")
    assert np.array_equal(fetched.x_test, load("mnist").x_test)
    assert [path.name for path in folder.iterdir()] == ["mnist.npz"]
    files.files.clear()
    assert np.array_equal(load_anew("mnist").y_train, fetched.y_train)


def test_four_original_files_become_the_bundled_one_byte_for_byte(folder, files, monkeypatch):
    files.files = {
        name: gzip.compress(_idx(array), compresslevel=0)
        for name, array in zip(IDX_FILES, load("fashion_mnist"), strict=True)
    }
    serve_from(monkeypatch, "fashion_mnist", *map(files.url, IDX_FILES))
    fetched = load_anew("fashion_mnist")
    assert np.array_equal(fetched.x_train, load("fashion_mnist").x_train)
    assert np.array_equal(fetched.y_test, load("fashion_mnist").y_test)
    assert (folder / "fashion_mnist.npz").read_bytes() == (BUNDLED_FOLDER / "fashion_mnist.npz").read_bytes()


def test_folder_that_cannot_be_written_to_only_costs_the_keeping(folder, files, monkeypatch, caplog):
    files.files["mnist.npz"] = (BUNDLED_FOLDER / "mnist.npz").read_bytes()
    serve_from(monkeypatch, "mnist", files.url("mnist.npz"))
    folder.write_text("a file where the folder should be")
    monkeypatch.setenv("DIGITLAB_DATA", str(folder / "inside"))
    assert load_anew("mnist").x_test.shape == (10000, 28, 28)
    assert "could not be kept" in caplog.text


def test_fetched_file_with_a_wrong_digest_is_not_kept(folder, files, monkeypatch):
    files.files["mnist.npz"] = b"<html>Sign in to the school's network</html>"
    serve_from(monkeypatch, "mnist", files.url("mnist.npz"))
    with pytest.raises(DatasetCorruptError, match=r"mnist\.npz"):
        load_anew("mnist")
    assert not folder.exists()


def test_without_a_route_the_file_is_unavailable_and_nothing_is_left(folder, files, monkeypatch):
    url = files.url("mnist.npz")
    files.shutdown()
    files.server_close()
    serve_from(monkeypatch, "mnist", url)
    with pytest.raises(DatasetUnavailableError, match="is missing and could not be fetched") as caught:
        load_anew("mnist")
    assert caught.value.details == {"file": str(folder / "mnist.npz"), "url": url}
    assert "git checkout" in str(caught.value)
    assert not folder.exists()


def test_file_that_is_not_on_the_server_is_unavailable(folder, files, monkeypatch):
    serve_from(monkeypatch, "mnist", files.url("gone.npz"))
    with pytest.raises(DatasetUnavailableError, match="404"):
        load_anew("mnist")
    assert not folder.exists()


def test_connection_that_breaks_off_leaves_nothing_half_written(folder, files, monkeypatch):
    files.files["mnist.npz"] = (BUNDLED_FOLDER / "mnist.npz").read_bytes()
    files.cut_off.add("mnist.npz")
    serve_from(monkeypatch, "mnist", files.url("mnist.npz"))
    with pytest.raises(DatasetUnavailableError):
        load_anew("mnist")
    assert not folder.exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"no gzip file", id="no gzip"),
        pytest.param(gzip.compress(bytes(1000))[:-12], id="gzip cut off"),
        pytest.param(gzip.compress(bytes(1000))[:10] + b"\xff" * 20, id="gzip of garbage"),
        pytest.param(gzip.compress(b""), id="empty gzip"),
        pytest.param(gzip.compress(bytes(1000)), id="no whole number of images"),
    ],
)
def test_original_file_of_another_kind_is_unavailable(folder, files, monkeypatch, content):
    files.files = dict.fromkeys(IDX_FILES, content)
    serve_from(monkeypatch, "fashion_mnist", *map(files.url, IDX_FILES))
    with pytest.raises(DatasetUnavailableError, match=IDX_FILES[0]):
        load_anew("fashion_mnist")
    assert not folder.exists()


def _idx(array: np.ndarray) -> bytes:
    """An array in the idx format: two zeros, 8 for uint8, the dimensions, each one's length, the values."""
    header = bytes([0, 0, 8, array.ndim]) + b"".join(length.to_bytes(4, "big") for length in array.shape)
    return header + array.tobytes()
