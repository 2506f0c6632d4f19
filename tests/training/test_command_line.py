import json
import subprocess
import sys

import pytest

import model_store
import settings
from errors import ModelError
from training import ship
from training.__main__ import main


def run(*arguments):
    command = [sys.executable, "-m", "training", *arguments]
    return subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_recipe_is_trained_saved_and_described_in_one_json_object():
    done = run("tiny-16", "--epochs", "2", "--batch-size", "1024", "--seed", "7", "--name", "From the shell")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) == {"recipe", "parameters", "seconds", "history", "test_loss", "test_accuracy", "model"}
    assert (answer["recipe"], answer["parameters"]) == ("tiny-16", 13_002)
    assert len(answer["history"]["val_loss"]) == 2
    assert 0 < answer["seconds"] < 60
    card = model_store.get_card(answer["model"])
    assert (card.name, card.seed, card.test_accuracy) == ("From the shell", 7, answer["test_accuracy"])
    assert [line.split()[1] for line in done.stderr.splitlines()] == ["1/2", "2/2"], done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing"], "There is no such recipe. Received: 'nothing'. Try one of dense-128, dense-512,"),
        (["tiny-16", "--epochs", "99"], "Epochs must be a whole number from 1 to 50. Received: epochs=99. Try 5."),
        (["tiny-16", "--hidden", "3"], "Neurons of a hidden layer must be"),
        (["tiny-16", "--name", " "], "A model's name has 1 to 60 visible characters. Received: name=' '."),
        (["tiny-16", "--name", "a\nb"], "A model's name has 1 to 60 visible characters."),
    ],
)
def test_a_bad_argument_gets_one_sentence(arguments, sentence, capsys):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(sentence)
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.parametrize("arguments", [[], ["tiny-16", "--epochs", "many"], ["tiny-16", "--hidden", "a,b"]])
def test_an_argument_of_the_wrong_kind_gets_one_sentence_too(arguments, capsys):
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_shipped_model_is_named(capsys):
    assert ship.main(["digits-cnn", "nothing"]) == 2
    assert capsys.readouterr().err.startswith("There is no shipped model nothing. Try one of digits-cnn, fashion-cnn")


def test_a_bad_network_is_not_shipped(monkeypatch, tmp_path):
    from training.shipped.network import build_cnn

    untrained = build_cnn((2, 2, 2, 2, 2, 2), 10)
    monkeypatch.setattr(model_store.store, "SHIPPED", tmp_path)
    monkeypatch.setattr(ship, "train_garments", lambda *_arguments: (untrained, {}))
    with pytest.raises(ModelError, match="not good enough to be shipped"):
        ship.ship_garments(1)
    assert list(tmp_path.iterdir()) == []
