"""Who a visitor is: signatures, and the key they are made with."""

import inspect
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from base import identity

NUMBER = "0123456789abcdef" * 2


def test_cookie_that_we_signed_is_its_number():
    cookie = identity.new_cookie()
    assert identity.visitor_of(cookie) == cookie.partition(".")[0]


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        NUMBER,
        "0123",
        "g" * 32,
        "A" * 32,
        "0" * 32 + "\n",
        "../" * 11,
        "' or 1=1 --",
        "０" * 32,
        NUMBER + "." + "0" * 64,
    ],
)
def test_what_we_did_not_sign_is_nobody(cookie):
    assert identity.visitor_of(cookie) is None


def test_signature_of_one_number_does_not_fit_another():
    signature = identity.new_cookie().partition(".")[2]
    assert identity.visitor_of(f"{'f' * 32}.{signature}") is None


def test_a_line_break_after_a_good_cookie_is_not_good():
    assert identity.visitor_of(identity.new_cookie() + "\n") is None


def test_another_secret_knows_nobody(monkeypatch):
    cookie = identity.new_cookie()
    monkeypatch.setenv("DIGITLAB_SECRET", "another one")
    assert identity.visitor_of(cookie) is None


def test_without_a_secret_the_key_is_made_once_for_the_owner_alone(tmp_path, monkeypatch):
    file = tmp_path / "var" / "secret.key"
    monkeypatch.delenv("DIGITLAB_SECRET")
    monkeypatch.setattr(identity, "_KEY_FILE", file)
    cookie = identity.new_cookie()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_bytes()) == 64
    assert identity.visitor_of(cookie) is not None
    assert inspect.unwrap(identity.load_key)(file) == identity.load_key(file), "after a restart it is another one"


def test_processes_that_start_at_once_get_the_same_key(tmp_path):
    file = tmp_path / "secret.key"
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(identity.load_key, [file] * 8)
    assert len(set(keys)) == 1
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_system_without_hard_links_keeps_the_key(tmp_path, monkeypatch):
    def no_links(*_paths: Path) -> None:
        raise PermissionError(1, "Operation not permitted")  # as exFAT answers

    monkeypatch.setattr(os, "link", no_links)
    file = tmp_path / "secret.key"
    key = identity.load_key(file)
    assert file.read_bytes() == key
    assert list(tmp_path.iterdir()) == [file]


def test_key_that_cannot_be_kept_is_told_and_lasts_as_long_as_the_process(tmp_path: Path, caplog):
    (tmp_path / "var").write_text("a file where the folder should be")
    file = tmp_path / "var" / "secret.key"
    assert identity.load_key(file) == identity.load_key(file)
    assert "DIGITLAB_SECRET" in caplog.text


def test_digest_names_a_visitor_without_telling_their_number():
    digest = identity.visitor_digest(NUMBER)
    assert len(bytes.fromhex(digest)) == 16
    assert digest != NUMBER
