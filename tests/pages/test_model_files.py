"""A model's exports, and imports from elsewhere, as a visitor sees them; made for real."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from base.errors import (
    ExportDiffersError,
    ExportFailedError,
    ExportLayerError,
    ExportNumbersError,
    ExportTooLargeError,
    QueueFullError,
    TooManyJobsError,
)
from base.jobs.queue import MAX_PER_VISITOR, Job, Jobs
from base.keras_models.files import model_to_bytes
from conversion.conversion_board import MAX_IMPORTS, ConversionBoard
from conversion.formats import FORMATS
from model_store import get_card, list_cards, save_model
from tests.base.jobs.scripted import Gated, ScriptedProcess
from tests.conversion.foreign_samples import saved, tutorial_network
from tests.model_store.cards import card
from ui import state
from ui.error_text import error_text

TIMEOUT_S = 90
MAKE_ONNX = f"{state.EXPORT_MAKE}_tiny-16_onnx"


@pytest.fixture(autouse=True)
def board(hand_in: Callable[..., None]) -> Iterator[ConversionBoard]:
    """A board that knows nothing yet."""
    own = ConversionBoard()
    hand_in(conversions=own)
    yield own
    own.close()


@pytest.fixture
def busy_board(hand_in: Callable[..., None]) -> Iterator[ConversionBoard]:
    """A board whose first job does not end."""
    own = ConversionBoard(Jobs(Gated()))
    hand_in(conversions=own)
    yield own
    own.close()


def exports_page() -> AppTest:
    def page() -> None:
        from model_store import get_card
        from ui.models.exports import show_exports

        show_exports(get_card("tiny-16"))

    return AppTest.from_function(page, default_timeout=30).run()


def import_page() -> AppTest:
    def page() -> None:
        from ui.models.import_form import show_import

        show_import("visitor")

    return AppTest.from_function(page, default_timeout=30).run()


def words(page: AppTest) -> str:
    assert not page.exception
    shown = (page.caption, page.text, page.markdown, page.error, page.info)
    return "\n".join(str(element.value) for elements in shown for element in elements)


def links(page: AppTest) -> list[str]:
    return [element.proto.url for element in page.get("link_button")]


def wait_until_ended(find: Callable[[], Job | None]) -> Job:
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        job = find()
        if job is not None and not job.is_active:
            return job
        time.sleep(0.05)
    raise AssertionError(f"Not ended in {TIMEOUT_S} s: {find()}")


def test_file_is_made_checked_and_then_linked(board):
    page = exports_page()
    assert links(page) == ["./api/v1/models/tiny-16/files/keras"]
    page.button(key=MAKE_ONNX).click().run()
    assert "Making and checking the file" in words(page)
    assert page.button(key=MAKE_ONNX).disabled
    wait_until_ended(lambda: board.export_job(get_card("tiny-16"), FORMATS["onnx"]))
    page = exports_page()
    assert "Same answer for 100 of 100 test pictures" in words(page)
    assert "ONNX reference evaluator" in words(page)
    assert links(page)[-1] == "./api/v1/models/tiny-16/files/onnx"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ExportFailedError("", reason="no such operator"), "This network cannot be exported in this format"),
        (ExportTooLargeError("", size=2_345_678, limit=2_000_000), "2,345,678 bytes, at most 2,000,000"),
        (ExportLayerError("", layer="conv2d_1", found="a branch"), "layer conv2d_1. Found: a branch."),
        (ExportNumbersError("", found="0% numbers"), "its training diverged"),
        (ExportDiffersError("", same=97, images=100, found=""), "97 of 100 test pictures get the same answer"),
    ],
)
def test_refused_export_says_why_and_can_be_tried_again(hand_in, error, reason):
    def refuse() -> dict[str, Any]:
        raise error

    board = ConversionBoard(Jobs(ScriptedProcess(refuse)))
    hand_in(conversions=board)
    page = exports_page()
    page.button(key=MAKE_ONNX).click().run()
    wait_until_ended(lambda: board.export_job(get_card("tiny-16"), FORMATS["onnx"]))
    page = exports_page()
    assert reason in words(page)
    assert not page.button(key=MAKE_ONNX).disabled


def test_export_that_is_too_large_says_how_large_when_it_was_made_for_real(board):
    import keras

    network = keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(700), keras.layers.Dense(10, "softmax")]
    )
    large = save_model(model_to_bytes(network), card())
    html = FORMATS["html"]
    board.export("visitor", large, html)
    error = wait_until_ended(lambda: board.export_job(large, html)).error
    assert isinstance(error, ExportTooLargeError)
    assert "at most 2,000,000. Train smaller layers" in error_text(error)


def test_visitor_with_enough_waiting_is_refused(busy_board):
    page = exports_page()
    page.session_state[state.VISITOR.name] = "visitor"
    for format_ in list(FORMATS.values())[:MAX_PER_VISITOR]:
        busy_board.export("visitor", get_card("dense-128"), format_)
    page.button(key=MAKE_ONNX).click().run()
    assert "You already have 5 jobs waiting" in page.error[0].value


def upload(page: AppTest, path: Path) -> AppTest:
    uploader: Any = page.get("file_uploader")[0]
    uploader.upload(path.name, path.read_bytes(), "application/octet-stream")
    return page.run()


def test_the_tutorials_file_is_uploaded_and_becomes_a_model(board, tmp_path):
    path = saved(tutorial_network("fashion-128"), tmp_path / "fashion_mnist_model.h5")
    page = upload(import_page(), path)
    assert page.text_input(key=state.IMPORT_NAME.name).value == "fashion_mnist_model"
    page.text_input(key=state.IMPORT_NAME.name).set_value("My clothes").run()
    page.button(key=state.IMPORT_BUTTON).click().run()
    assert "Reading the file" in words(page)
    wait_until_ended(lambda: board.import_job("visitor"))
    page = import_page()
    assert "“My clothes” is imported" in words(page)
    assert "**86.7\u00a0%**" in words(page)
    assert "fashion_mnist_model.h5" in words(page)
    assert "from 0 to 1" in words(page)
    assert any(card.name == "My clothes" for card in list_cards())


def test_visitor_says_how_pixels_were_scaled_and_the_outcome_is_not_that_of_another_file(board, tmp_path):
    page = upload(import_page(), saved(tutorial_network("dense-128"), tmp_path / "net.keras"))
    page.selectbox(key=state.IMPORT_PIXELS.name).set_value("unit_inverted").run()
    page.button(key=state.IMPORT_BUTTON).click().run()
    wait_until_ended(lambda: board.import_job("visitor"))
    page.run()
    assert "black ink on white" in words(page)
    assert "hardly better than guessing" in page.warning[0].value
    (tmp_path / "other.keras").write_text("another file")
    upload(page, tmp_path / "other.keras")
    assert "black ink on white" not in words(page)
    assert not page.warning


def test_way_in_which_each_scale_of_pixels_is_read_stands_beside(board, tmp_path):
    page = upload(import_page(), saved(tutorial_network("dense-128"), tmp_path / "net.keras"))
    page.button(key=state.IMPORT_BUTTON).click().run()
    wait_until_ended(lambda: board.import_job("visitor"))
    table = page.run().dataframe[0].value
    assert table["Pixels"][0] == "x / 255"
    assert len(table) == 9
    assert not page.warning


def test_what_is_no_network_is_refused_in_words(board, tmp_path):
    (tmp_path / "net.keras").write_text("a letter to my teacher")
    page = upload(import_page(), tmp_path / "net.keras")
    page.button(key=state.IMPORT_BUTTON).click().run()
    wait_until_ended(lambda: board.import_job("visitor"))
    assert "not a Keras file" in import_page().error[0].value


def test_one_visitor_has_one_file_looked_at_at_a_time(busy_board, tmp_path):
    (tmp_path / "net.keras").write_text("first")
    page = upload(import_page(), tmp_path / "net.keras")
    page.button(key=state.IMPORT_BUTTON).click().run()
    assert page.button(key=state.IMPORT_BUTTON).disabled
    with pytest.raises(TooManyJobsError):
        busy_board.import_model("visitor", b"second", "net.keras", "name")


def test_server_looks_at_a_few_files_at_a_time(busy_board):
    for number in range(MAX_IMPORTS):
        busy_board.import_model(f"visitor {number}", b"content", "net.keras", "name")
    with pytest.raises(QueueFullError):
        busy_board.import_model("one more", b"content", "net.keras", "name")
