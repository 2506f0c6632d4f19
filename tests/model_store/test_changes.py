"""Renaming, deleting, restoring, tidying: who may, what it leaves, and what a full disk does."""

import contextlib
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest

from base import settings
from base.errors import ModelError, ModelNameError, ModelNotFoundError, NotOwnerError
from base.identity import visitor_digest
from model_store import (
    DEFAULT_MODEL,
    ModelCard,
    default_model,
    delete_model,
    get_card,
    list_cards,
    may_change,
    read_model,
    rename_model,
    restore_model,
    save_model,
    saved_cards,
    tidy,
)
from tests.model_store.cards import card

ANNE, BEN = "a" * 32, "b" * 32


def saved(name: str = "My net", visitor: str = ANNE) -> ModelCard:
    return save_model(b"content", card(name=name), owner=visitor_digest(visitor))


def store() -> Path:
    return Path(settings.get("store"))


@pytest.mark.parametrize("change", [delete_model, lambda model, who: rename_model(model, "x", who)])
def test_only_the_owner_and_the_command_line_change_a_saved_model(change):
    mine, nobodys = saved(), save_model(b"content", card())
    for model, visitor in ((mine.id, BEN), (nobodys.id, ANNE), (nobodys.id, ""), (DEFAULT_MODEL, ANNE)):
        with pytest.raises(NotOwnerError):
            change(model, visitor)
    with pytest.raises(NotOwnerError):
        change(DEFAULT_MODEL, None)
    change(mine.id, ANNE)
    change(nobodys.id, None)


def test_owner_is_known_without_telling_who_they_are():
    mine = saved()
    assert may_change(mine, ANNE)
    assert not may_change(mine, BEN)
    assert ANNE not in (store() / mine.id / "card.json").read_text("utf-8")


def test_renamed_model_keeps_all_but_its_name():
    mine = saved()
    renamed = rename_model(mine.id, "  Better  ", ANNE)
    assert renamed.name == "Better"
    assert get_card(mine.id) == renamed
    assert read_model(mine.id) == b"content"
    with pytest.raises(ModelNameError):
        rename_model(mine.id, "\n", ANNE)
    assert get_card(mine.id) == renamed


def test_deleted_model_is_gone_from_everywhere_and_restored_as_it_was():
    mine = saved()
    delete_model(mine.id, ANNE)
    assert mine.id not in {each.id for each in list_cards()}
    for look_up in (get_card, read_model, lambda model: delete_model(model, ANNE)):
        with pytest.raises(ModelNotFoundError):
            look_up(mine.id)
    with pytest.raises(NotOwnerError):
        restore_model(mine.id, BEN)
    assert restore_model(mine.id, ANNE) == mine
    assert saved_cards() == [mine]
    with pytest.raises(ModelNotFoundError, match="not deleted"):
        restore_model(mine.id, ANNE)


def test_changes_at_once_leave_one_of_the_states_that_were_asked_for():
    mine = saved()
    barrier = threading.Barrier(8)

    def rename(number: int) -> None:
        barrier.wait()
        rename_model(mine.id, f"Name {number}", ANNE)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(rename, range(8)))
    assert get_card(mine.id).name in {f"Name {number}" for number in range(8)}
    assert sorted(path.name for path in (store() / mine.id).iterdir()) == ["card.json", "model.keras"]


def test_tidy_removes_what_was_deleted_more_than_a_day_ago_with_all_beside_it():
    mine, kept = saved(), saved("kept")
    (store() / mine.id / "exports").mkdir()
    (store() / mine.id / "exports" / "model.onnx").write_bytes(b"onnx")
    (store() / mine.id / "evaluation").mkdir()
    (store() / mine.id / "evaluation" / "predictions.npz").write_bytes(b"arrays")
    (store() / mine.id / "origin.json").write_text("{}")
    delete_model(mine.id, ANNE)
    now = datetime.now(UTC)
    assert tidy(now + timedelta(hours=23)) == []
    removed = tidy(now + timedelta(hours=25))
    assert removed[0] == f"{mine.id}/card.json"
    assert [path.name for path in store().iterdir()] == [kept.id]


def test_tidy_removes_leftovers_and_nothing_that_is_somebodys(caplog):
    kept = saved()
    left_over = store() / "half-00000000"
    left_over.mkdir()
    (left_over / "model.keras").write_bytes(b"large")
    (store() / kept.id / "card.json.1234abcd.part").write_text("half")
    exports = store() / DEFAULT_MODEL / "exports"
    exports.mkdir(parents=True)
    (exports / "model.onnx").write_bytes(b"onnx")
    (store() / "homework").mkdir()
    (store() / "homework" / "essay.txt").write_text("mine")
    now = datetime.now(UTC)
    caplog.set_level("INFO", "model_store")
    assert tidy(now + timedelta(minutes=50)) == []
    assert caplog.text == ""
    assert len(tidy(now + timedelta(minutes=70))) == 3
    assert "Removed from the store: " in caplog.text
    assert {path.name for path in store().iterdir()} == {kept.id, DEFAULT_MODEL, "homework"}
    assert (exports / "model.onnx").is_file()
    assert read_model(kept.id) == b"content"


def test_tidy_knows_the_age_of_files_in_memory_too(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITLAB_STORE", f"memory://{tmp_path.name}")
    fsspec.filesystem("memory").pipe(f"/{tmp_path.name}/half-00000000/model.keras", b"large")
    now = datetime.now(UTC)
    assert tidy(now + timedelta(minutes=50)) == []
    assert "half-00000000/model.keras" in tidy(now + timedelta(minutes=70))


def test_setting_names_the_default_model_and_one_that_is_gone_falls_back(monkeypatch, caplog):
    mine = saved()
    monkeypatch.setenv("DIGITLAB_MODEL", mine.id)
    assert default_model() == mine.id
    assert list_cards()[0] == mine
    delete_model(mine.id, ANNE)
    assert default_model() == DEFAULT_MODEL
    assert list_cards()[0].id == DEFAULT_MODEL
    assert f"DIGITLAB_MODEL={mine.id}" in caplog.text


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of 64 KiB, where the system lets us mount one."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("Mounting needs rights; test_store.py tests a file that may not grow.")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_full_disk_leaves_every_model_as_it_was_and_no_leftovers():
    store().mkdir(parents=True)
    with small_disk(store()):
        mine = saved()
        with pytest.raises(ModelError, match="No space left"):
            save_model(bytes(100_000), card(name="too large"))
        assert [path.name for path in store().iterdir()] == [mine.id]
        filler = store() / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024))
        for change in (
            lambda: rename_model(mine.id, "renamed", ANNE),
            lambda: delete_model(mine.id, ANNE),
            lambda: saved("second"),
        ):
            with pytest.raises(ModelError, match="No space left"):
                change()
        assert (saved_cards(), read_model(mine.id)) == ([mine], b"content")
        filler.unlink()
        delete_model(mine.id, ANNE)
        assert saved_cards() == []
