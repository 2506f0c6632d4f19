import json
import subprocess
import sys
import zipfile

import numpy as np
import pytest
import tensorflow as tf

import model_store
import settings
from model_store.keras_files import model_from_bytes
from training import ship
from training.__main__ import main
from training.recipes import Convolution, Recipe


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
        (["nothing"], "There is no such recipe: choose of dense-128, dense-512, fashion-128, tiny-16, deep-128."),
        (["tiny-16", "--epochs", "99"], "Epochs must be a whole number from 1 to 50. Received: epochs=99. Try 5."),
        (["tiny-16", "--hidden", "0"], "Neurons of a hidden layer must be"),
        (
            ["tiny-16", "--epochs", "many"],
            "Epochs must be a whole number from 1 to 50. Received: epochs='many'. Try 5.",
        ),
        (
            ["tiny-16", "--hidden", "a,b"],
            "Hidden layers are written as their neurons, first to last. Received: hidden=",
        ),
        (["tiny-16", "--momentum", "0.9"], "Momentum is SGD's; adam has its own. Received: momentum=0.9. Try 0."),
        (["tiny-16", "--convolutions", "16x4"], "A kernel's side must be one of (3, 5). Received: kernel=4. Try 3."),
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


@pytest.mark.parametrize("arguments", [[], ["tiny-16", "--epochs"], ["tiny-16", "--layers", "3"]])
def test_arguments_that_are_missing_or_unknown_get_one_sentence_too(arguments, capsys):
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_every_field_of_a_recipe_is_an_option(monkeypatch):
    trained = []

    def note(recipe, _name):
        trained.append(recipe)

    monkeypatch.setattr("training.__main__._train", note)
    wanted = Recipe(
        "tiny-16",
        "fashion_mnist",
        (256, 128),
        convolutions=(Convolution(16), Convolution(32, 5, "none")),
        activation="tanh",
        batch_normalization=True,
        dropout=0.25,
        augmentation=True,
        loss="categorical",
        optimizer="sgd",
        momentum=0.9,
        learning_rate=3e-5,
        batch_size=64,
        epochs=2,
        train_share=0.1,
        validation="split",
        patience=3,
        seed=7,
    )
    options = (
        "--dataset fashion_mnist --hidden 256-128 --convolutions 16x3p-32x5 --activation tanh --batch-normalization "
        "--dropout 0.25 --augmentation --loss categorical --optimizer sgd --momentum 0.9 --learning-rate 3e-5 "
        "--batch-size 64 --epochs 2 --train-share 0.1 --validation split --patience 3 --seed 7"
    )
    assert main(["tiny-16", *options.split()]) == 0
    assert trained == [wanted]


def test_help_names_every_option_and_what_it_may_be(capsys):
    with pytest.raises(SystemExit) as raised:
        main(["--help"])
    assert raised.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "--convolutions 16x3p-32x5" in text
    assert "Batch size must be a whole number from 8 to 1024." in text
    assert "One of adam, sgd, rmsprop." in text


def test_an_unknown_shipped_model_is_named(capsys):
    assert ship.main(["digits-cnn", "nothing"]) == 2
    assert capsys.readouterr().err.startswith("There is no shipped model nothing. Try one of digits-cnn, fashion-cnn")


def test_a_network_is_kept_without_its_optimizer_where_it_is_wanted(monkeypatch, tmp_path, capsys):
    from training.shipped.network import build_cnn, fit

    network = build_cnn((2, 2, 2, 2, 2, 2), 10)
    batch = np.zeros((8, 28, 28), np.float32), np.eye(10, dtype=np.float32)[:8]
    history = fit(network, tf.data.Dataset.from_tensors(batch).repeat(20), epochs=1, steps=20, weight_decay=1e-4)
    monkeypatch.setattr(ship, "train_garments", lambda *_arguments: (network, history))
    assert ship.main(["fashion-cnn", "--out", str(tmp_path), "--seed", "7"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("fashion-cnn: test accuracy ")
    monkeypatch.setenv("DIGITLAB_STORE", str(tmp_path))
    monkeypatch.setattr(model_store.store, "SHIPPED", tmp_path / "none")
    assert model_store.get_card("fashion-cnn").seed == 7
    kept = model_from_bytes(model_store.read_model("fashion-cnn"))
    with zipfile.ZipFile(tmp_path / "fashion-cnn" / "model.keras") as file:
        assert not json.loads(file.read("config.json")).get("compile_config")
    assert [layer.name for layer in kept.layers] == [layer.name for layer in network.layers]
    for ours, theirs in zip(kept.get_weights(), network.get_weights(), strict=True):
        assert np.array_equal(ours, theirs)
