"""The store on a real S3-compatible server: the same as on a disk, for any number of processes."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from base import settings
from base.errors import ModelError, ModelNotFoundError, StoreUnavailableError
from base.identity import visitor_digest
from model_store import (
    delete_model,
    get_card,
    list_cards,
    read_model,
    rename_model,
    restore_model,
    save_model,
    saved_cards,
    store_folder,
)
from tests.model_store.cards import card

VISITOR = "0123456789abcdef" * 2
PROCESS = """
import sys
from model_store import list_cards, read_model, save_model
from tests.model_store.cards import card
print([each.name for each in list_cards() if each.name == "from here"])
save_model(b"from another process", card(name="from there"))
"""


@pytest.mark.usefixtures("s3")
def test_model_on_s3_is_saved_renamed_deleted_and_restored():
    saved = save_model(b"content", card(), owner=visitor_digest(VISITOR))
    assert (get_card(saved.id), read_model(saved.id), saved_cards()) == (saved, b"content", [saved])
    renamed = rename_model(saved.id, "Another", VISITOR)
    assert saved_cards() == [renamed]
    delete_model(saved.id, VISITOR)
    assert saved_cards() == []
    with pytest.raises(ModelNotFoundError):
        read_model(saved.id)
    assert restore_model(saved.id, VISITOR) == renamed
    assert saved_cards() == [renamed]


@pytest.mark.usefixtures("s3")
def test_two_processes_see_each_others_saves_at_once():
    assert saved_cards() == []
    save_model(b"content", card(name="from here"))
    environment = os.environ | {"PYTHONPATH": str(settings.ROOT)}
    other = subprocess.run(
        [sys.executable, "-c", PROCESS], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert other.stdout.strip() == "['from here']"
    assert {each.name for each in saved_cards()} == {"from here", "from there"}


@pytest.mark.usefixtures("s3")
def test_savers_at_once_on_s3_all_get_a_model():
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda number: save_model(b"%d" % number * 1000, card(name="Same")), range(16)))
    assert {each.id for each in saved_cards()} == {each.id for each in saved}
    assert all(read_model(each.id) == b"%d" % number * 1000 for number, each in enumerate(saved))


@pytest.mark.usefixtures("s3")
def test_large_file_on_s3_is_read_piece_by_piece():
    content = bytes(range(256)) * 4096
    saved = save_model(content, card())
    opened = store_folder().open(f"{saved.id}/model.keras")
    assert opened is not None
    with opened:
        assert opened.read(1000) == content[:1000]
        assert opened.read() == content[1000:]


def test_bucket_that_is_not_there_is_an_error_of_ours_and_the_shipped_models_stay(s3: str, monkeypatch):
    monkeypatch.setenv("DIGITLAB_STORE", s3.replace("class-", "no-class-"))
    with pytest.raises(ModelError, match="could not be saved"):
        save_model(b"content", card())
    assert len(list_cards()) == 7


@pytest.mark.usefixtures("s3")
def test_wrong_server_is_said_and_does_not_look_like_a_model_that_is_gone(monkeypatch, caplog):
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(StoreUnavailableError, match="cannot be used"):
        get_card("some-model")
    assert len(list_cards()) == 7
    assert "cannot be used" in caplog.text
    s3fs.S3FileSystem.clear_instance_cache()


def test_missing_package_is_said_with_its_remedy():
    source = """
import sys
sys.modules["s3fs"] = None
from model_store import save_model
from tests.model_store.cards import card
try:
    save_model(b"content", card())
except Exception as error:
    print(type(error).__name__, error)
"""
    environment = os.environ | {"PYTHONPATH": str(settings.ROOT), "DIGITLAB_STORE": "s3://bucket/models"}
    ended = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True, timeout=60)
    assert ended.stdout.startswith("StoreUnavailableError")
    assert "pip install s3fs" in ended.stdout
