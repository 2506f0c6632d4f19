"""`python -m model_store`, for the teacher: one JSON object a line, and a status that says whether all is well."""

import json
from pathlib import Path
from typing import Any

import pytest

from base import settings
from base.identity import visitor_digest
from model_store import get_card, save_model, saved_cards
from model_store.__main__ import main
from tests.model_store.cards import card


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> list[dict[str, Any]]:
    assert main(arguments) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_list_shows_shipped_and_saved_models(capsys: pytest.CaptureFixture[str]) -> None:
    saved = save_model(b"content", card(name="我的網路"))
    lines = run(capsys, "list")
    assert len(lines) == 8
    assert (lines[0]["id"], lines[0]["shipped"]) == ("digits-cnn", True)
    assert (lines[-1]["id"], lines[-1]["name"], lines[-1]["shipped"]) == (saved.id, "我的網路", False)


def test_teacher_renames_deletes_and_restores_anybodys_model(capsys: pytest.CaptureFixture[str]) -> None:
    saved = save_model(b"content", card(), owner=visitor_digest("a" * 32))
    assert run(capsys, "rename", saved.id, "Neat")[0]["name"] == "Neat"
    assert run(capsys, "show", saved.id)[0]["history"] == saved.history
    run(capsys, "delete", saved.id)
    assert saved_cards() == []
    assert [line["id"] for line in run(capsys, "list", "--deleted")] == [saved.id]
    run(capsys, "restore", saved.id)
    assert get_card(saved.id).name == "Neat"
    assert run(capsys, "tidy") == []


def test_shipped_and_unknown_models_are_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("delete", "digits-cnn"), ("show", "nobody"), ("restore", "dense-128")):
        assert main(arguments) == 1
        assert "Received" in (told := capsys.readouterr().err) or "no model" in told or "not deleted" in told


def test_verify_names_the_damaged_model_and_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = save_model(b"content", card(name="good")), save_model(b"content", card(name="bad"))
    (Path(settings.get("store")) / bad.id / "model.keras").write_bytes(b"other")
    lines = {line["id"]: line for line in run(capsys, "verify", status=1)}
    assert "is damaged" in lines[bad.id]["error"]
    assert lines[good.id]["sha256"] == good.sha256
    assert len(lines) == 9
