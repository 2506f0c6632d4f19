import json
import subprocess
import sys
import zipfile

import numpy as np
import pytest
import tensorflow as tf

import model_store
from base import settings
from base.keras_models.files import model_from_bytes
from training import __main__ as command
from training.__main__ import main
from training.own_drawings import OwnDrawings
from training.recipe.recipes import Convolution, Recipe
from training.shipped import __main__ as ship


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
        (["tiny-16", "--name", "\u0301"], "A model's name has 1 to 60 visible characters. Received: name='\u0301'."),
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

    def note(recipe, *_files):
        trained.append(recipe)

    monkeypatch.setattr(command, "_train", note)
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
        rate_changes=((2, 1e-5), (3, 2e-6)),
        batch_size=64,
        epochs=2,
        train_share=0.1,
        own_drawings=4,
        validation="split",
        patience=3,
        seed=7,
    )
    options = (
        "--dataset fashion_mnist --hidden 256-128 --convolutions 16x3p-32x5 --activation tanh --batch-normalization "
        "--dropout 0.25 --augmentation --loss categorical --optimizer sgd --momentum 0.9 --learning-rate 3e-5 "
        "--rate-changes 2:1e-5,3:2e-6 --own-drawings 4 --batch-size 64 "
        "--epochs 2 --train-share 0.1 --validation split --patience 3 --seed 7"
    )
    assert main(["tiny-16", *options.split()]) == 0
    assert trained == [wanted]


QUICK = ("tiny-16", "--train-share", "0.01", "--validation", "none")


def summary(capsys):
    return json.loads(capsys.readouterr().out)


def test_the_same_command_resumes_at_its_checkpoint(capsys, tmp_path):
    checkpoint = tmp_path / "stand.npz"
    assert main([*QUICK, "--epochs", "3"]) == 0
    whole = summary(capsys)
    assert main([*QUICK, "--epochs", "2", "--checkpoint", str(checkpoint)]) == 0
    capsys.readouterr()
    assert main([*QUICK, "--epochs", "3", "--checkpoint", str(checkpoint)]) == 0
    resumed = capsys.readouterr()
    assert json.loads(resumed.out)["history"] == whole["history"]
    assert [line.split()[1] for line in resumed.err.splitlines() if line.startswith("epoch")] == ["3/3"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_training_goes_on_from_a_saved_model_with_own_drawings(capsys, tmp_path):
    drawings = tmp_path / "own-drawings.npz"
    images = np.random.default_rng(1).integers(0, 255, (9, 28, 28), np.uint8)
    drawings.write_bytes(OwnDrawings.split(images, np.arange(9, dtype=np.uint8)).to_bytes())
    options = ["--start", "dense-512", "--own-drawings", "3", "--drawings", str(drawings), "--name", "Ours"]
    assert main([*QUICK, "--epochs", "1", *options]) == 0
    told = summary(capsys)
    assert told["history"]["loss"][0] < 1.0, "a new network begins near 2.3"
    assert {"own_before", "own_after"} <= told.keys()
    card = model_store.get_card(told["model"])
    assert (card.started_from, card.also_trained_with) == ("dense-512", ("own drawings",))
    assert card.recipe is not None
    assert card.recipe["hidden"] == [512]


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--start", "nothing"], 2, "nothing"),
        (["--own-drawings", "3"], 1, "This recipe learns from your own drawings"),
        (["--own-drawings", "3", "--drawings", "none.npz"], 1, "No such file or directory: none.npz"),
        (["--rate-changes", "3:2"], 2, "Learning rate must be above 0 and at most 1"),
    ],
)
def test_what_is_not_there_gets_one_sentence(options, status, words, capsys):
    assert main([*QUICK, *options]) == status
    told = capsys.readouterr().err.strip()
    assert words in told
    assert "\n" not in told


def test_help_names_every_option_and_what_it_may_be(capsys):
    with pytest.raises(SystemExit) as raised:
        main(["--help"])
    assert raised.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "--convolutions 16x3p-32x5" in text
    assert "Batch size must be a whole number from 8 to 1024." in text
    assert "One of adam, sgd, rmsprop, adamw." in text


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
