"""What is saved is found again whole; what is half saved, damaged or not there is said and harms nothing else."""

import dataclasses
import hashlib
import json
import math
import os
import resource
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest

from base import settings
from base.errors import ModelCorruptError, ModelError, ModelNameError, ModelNotFoundError
from model_store import DEFAULT_MODEL, get_card, list_cards, read_model, save_model
from model_store.store import SHIPPED
from tests.model_store.cards import card

CONTENT = b"the bytes of a network" * 100


def store() -> Path:
    return Path(settings.get("store"))


def saved_ids() -> list[str]:
    shipped = {path.name for path in SHIPPED.iterdir()}
    return [each.id for each in list_cards() if each.id not in shipped]


def test_saved_model_is_found_again_whole():
    saved = save_model(CONTENT, card())
    assert get_card(saved.id) == saved
    assert saved in list_cards()
    assert read_model(saved.id) == CONTENT


def test_saved_card_says_what_it_was_given_and_digest_and_time():
    saved = save_model(CONTENT, card(name=" My net ", author="小明"))
    kept = dataclasses.replace(saved, id="", sha256="", created="")
    assert kept == card(name="My net", author="小明")
    assert saved.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert datetime.now(UTC) - datetime.fromisoformat(saved.created) < timedelta(minutes=1)


def test_model_in_the_store_is_a_folder_with_two_files():
    saved = save_model(CONTENT, card())
    assert sorted(path.name for path in (store() / saved.id).iterdir()) == ["card.json", "model.keras"]
    assert json.loads((store() / saved.id / "card.json").read_text("utf-8"))["name"] == "My net"


def test_default_model_comes_first_and_newer_ones_before_older_ones():
    first, second = save_model(CONTENT, card(name="first")), save_model(CONTENT, card(name="second"))
    path = store() / first.id / "card.json"
    path.write_text(dataclasses.replace(first, created="2001-01-01T00:00:00+00:00").to_json(), "utf-8")
    assert list_cards()[0].id == DEFAULT_MODEL
    assert saved_ids() == [second.id, first.id]


def test_empty_store_lists_the_shipped_models():
    assert not store().exists()
    assert {each.id for each in list_cards()} == {path.name for path in SHIPPED.iterdir()}


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("My net", "my-net-"),
        ("  Dense 128!  ", "dense-128-"),
        ("我的網路", "model-"),
        ("小明's CNN", "s-cnn-"),
        ("Ünïcödé", "unicode-"),
        ("🤖", "model-"),
        ("👩‍🔬", "model-"),
        ("\U0001fae9", "model-"),  # an emoji younger than Python's tables
        ("../../etc/passwd", "etc-passwd-"),
        ("CON", "con-"),
        ("-", "model-"),
        ("x" * 60, "x" * 40 + "-"),
        ("網" * 60, "model-"),
    ],
)
def test_any_visible_name_makes_a_plain_id(name, start):
    saved = save_model(CONTENT, card(name=name))
    assert saved.id.startswith(start)
    assert saved.id.isascii()
    assert len(saved.id) <= 64
    assert get_card(saved.id).name == name.strip()


@pytest.mark.parametrize(
    "name",
    [
        "", "   ", "x" * 61, "網" * 61, "two\nlines", "nul\x00", "\x1b[31m", "tab\there",
        "\u202eturned", "\u2028", "\ud800", "\u200b\u200d", "\u00a0",
    ],
)  # fmt: skip
def test_name_that_nobody_can_read_is_refused(name):
    with pytest.raises(ModelNameError, match="1 to 60 visible characters") as caught:
        save_model(CONTENT, card(name=name))
    assert caught.value.details["limit"] == 60
    assert not store().exists()


HOSTILE_IDS = [
    "", ".", "..", "../digits-cnn", "../../etc/passwd", "/etc/passwd", "digits-cnn/", "digits-cnn/../digits-cnn",
    "digits-cnn\n", "DIGITS-CNN", "digits_cnn", "digits-cnn\x00", "a" * 65, "a" * 100_000, "模型", "*", "digits-*", "?",
    "file:///etc", "memory://x", "%2e%2e", "~", "-digits-cnn", "no-such-model", "card.json",
]  # fmt: skip


@pytest.mark.parametrize("model", HOSTILE_IDS, ids=lambda model: repr(model[:30]))
def test_id_that_is_no_model_is_not_found(model):
    store().mkdir(parents=True)
    (store().parent / "card.json").write_text(card().to_json())
    for look_up in (get_card, read_model):
        with pytest.raises(ModelNotFoundError) as caught:
            look_up(model)
        assert caught.value.details == {"model": model}


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: content + b" ", lambda _: b""])
def test_damaged_model_is_said_with_both_digests(damage):
    saved = save_model(CONTENT, card())
    path = store() / saved.id / "model.keras"
    path.write_bytes(damage(CONTENT))
    with pytest.raises(ModelCorruptError, match="is damaged") as caught:
        read_model(saved.id)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    assert caught.value.details == {"model": saved.id, "expected": saved.sha256, "found": found}
    assert found in str(caught.value)
    assert saved.sha256 in str(caught.value)


def test_one_wrong_byte_is_found_whatever_the_digests():
    saved = save_model(CONTENT, card())
    for byte in range(16):
        (store() / saved.id / "model.keras").write_bytes(CONTENT[:-1] + bytes([byte]))
        with pytest.raises(ModelCorruptError):
            read_model(saved.id)


def test_model_whose_file_is_gone_is_corrupt():
    saved = save_model(CONTENT, card())
    (store() / saved.id / "model.keras").unlink()
    with pytest.raises(ModelCorruptError, match="no readable file"):
        read_model(saved.id)


def changed(**values: object) -> bytes:
    return json.dumps(json.loads(card().to_json()) | values).encode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(card().to_json().encode()[:100], id="cut off"),
        pytest.param(b"\xff\xfe\x00{", id="no text"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[" * 100_000, id="nested too deep"),
        pytest.param(b"{}", id="nothing in it"),
        pytest.param(changed(colour="red"), id="a field we do not know"),
        pytest.param(changed(created=None), id="no time"),
        pytest.param(changed(name=7), id="a number for a name"),
        pytest.param(changed(class_names=["a", "b"]), id="two classes"),
        pytest.param(changed(class_names=list(range(10))), id="numbers for class names"),
        pytest.param(changed(test_accuracy="high"), id="a word for a number"),
        pytest.param(changed(history=[]), id="a list for the history"),
        pytest.param(changed(history={"loss": 0.5}), id="a number for an epoch's figures"),
        pytest.param(changed(history={"accuracy": [0.5, None]}), id="an epoch without a figure"),
        pytest.param(changed(parameters=True), id="a truth for a number"),
        pytest.param(changed(temperature=1e-300), id="a temperature that leaves no numbers"),
        pytest.param(changed(temperature=math.nan), id="no temperature"),
    ],
)
def test_damaged_card_is_logged_and_left_out_and_the_others_stay(text, caplog):
    good, bad = save_model(CONTENT, card(name="good")), save_model(CONTENT, card(name="bad"))
    (store() / bad.id / "card.json").write_bytes(text)
    assert saved_ids() == [good.id]
    assert bad.id in caplog.text
    with pytest.raises(ModelCorruptError, match=bad.id):
        get_card(bad.id)
    assert read_model(good.id) == CONTENT


def test_what_is_no_model_in_the_store_is_left_out():
    good = save_model(CONTENT, card())
    (store() / "notes.txt").write_text("hello")
    (store() / "empty-folder").mkdir()
    (store() / "odd" / "card.json").mkdir(parents=True)
    assert saved_ids() == [good.id]
    with pytest.raises(ModelNotFoundError):
        get_card("odd")


def test_copied_folder_is_a_model_of_its_own():
    saved = save_model(CONTENT, card())
    (store() / saved.id).rename(store() / "renamed")
    assert saved_ids() == ["renamed"]
    assert read_model("renamed") == CONTENT


def test_saved_model_never_takes_a_shipped_ones_place():
    folder = store() / DEFAULT_MODEL
    folder.mkdir(parents=True)
    (folder / "card.json").write_text(card(name="impostor").to_json())
    assert get_card(DEFAULT_MODEL).name != "impostor"


SAVE_MANY = """
from model_store import save_model
from tests.model_store.cards import card
for number in range(10):
    print(save_model(b"from a process %d" % number, card(name="Same name")).id, flush=True)
"""


def test_savers_at_once_with_the_same_name_all_get_a_model():
    processes = [run_python(SAVE_MANY) for _ in range(2)]
    barrier = threading.Barrier(8)

    def save(number: int) -> str:
        barrier.wait()
        return save_model(b"from a thread %d" % number * 50_000, card(name="Same name")).id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(save, range(8)))
    for number, model in enumerate(ids):
        assert read_model(model) == b"from a thread %d" % number * 50_000
    for process in processes:
        ids += process.communicate(timeout=60)[0].decode().split()
        assert process.returncode == 0
    assert len(set(ids)) == 28
    assert sorted(saved_ids()) == sorted(ids)
    assert all(read_model(model) for model in ids)


def test_full_disk_is_a_model_error_and_leaves_no_model():
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(ModelError, match="could not be saved") as caught:
            save_model(bytes(1_000_000), card())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "Free some space" in str(caught.value)
    assert saved_ids() == []
    saved = save_model(CONTENT, card())
    assert saved_ids() == [saved.id]


def test_a_file_beside_the_model_that_cannot_be_written_leaves_no_model():
    with pytest.raises(ModelError, match="could not be saved"):
        save_model(CONTENT, card(), beside={"origin.json": b"{}", "model.keras/inside-a-file": b"{}"})
    assert saved_ids() == []
    assert [path for path in Path(settings.get("store")).rglob("*") if path.is_file()] == []


def test_store_that_cannot_be_a_folder_is_a_model_error_and_the_shipped_models_stay(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("DIGITLAB_STORE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="could not be saved"):
        save_model(CONTENT, card())
    assert get_card(DEFAULT_MODEL).id == DEFAULT_MODEL
    assert saved_ids() == []
    with pytest.raises(ModelNotFoundError):
        get_card("no-such-model")


def test_store_may_be_any_fsspec_url(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITLAB_STORE", f"memory://{tmp_path.name}/models")
    saved = save_model(CONTENT, card())
    assert read_model(saved.id) == CONTENT
    assert saved_ids() == [saved.id]
    assert not list(tmp_path.iterdir())
    fsspec.filesystem("memory").rm(f"/{tmp_path.name}", recursive=True)


@pytest.mark.parametrize("model", sorted(path.name for path in SHIPPED.iterdir()))
def test_shipped_model_matches_its_card(model):
    assert hashlib.sha256(read_model(model)).hexdigest() == get_card(model).sha256
    assert get_card(model).id == model


def test_default_model_reads_995_of_1000_test_images_in_2_mb():
    assert get_card(DEFAULT_MODEL).test_accuracy >= 0.995
    assert get_card(DEFAULT_MODEL).dataset == "mnist"
    assert len(read_model(DEFAULT_MODEL)) <= 2_000_000


def run_python(source: str, *arguments: str) -> subprocess.Popen[bytes]:
    # A killed saver leaves its temporary file: not in everybody's folder.
    environment = os.environ | {"PYTHONPATH": str(settings.ROOT), "TMPDIR": str(store().parent)}
    return subprocess.Popen([sys.executable, "-c", source, *arguments], env=environment, stdout=subprocess.PIPE)
