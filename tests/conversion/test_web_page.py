"""A model's page before a browser opens it: what it refuses, how large it may be, that it holds what it should."""

import json
import re

import numpy as np
import pytest

import image_data
from base.errors import ExportLayerError, ExportTooLargeError
from base.languages import LANGUAGES
from model_store import get_card, read_model
from tests.conversion.pages import write_page, written_page
from tests.house.test_translations import CHINESE_SCRIPTS
from tests.model_store.cards import card
from tests.recognition.networks import network, with_two_inputs

pytestmark = pytest.mark.usefixtures("_like_the_worker")


def script(text: str, name: str) -> str:
    (found,) = re.findall(rf'<script type="[^"]*" id="{name}">(.*?)</script>', text, re.DOTALL)
    return str(found)


def sequential(*layers: object) -> object:
    import keras

    return keras.Sequential([keras.Input((28, 28)), *layers, keras.layers.Flatten(), keras.layers.Dense(10)])


def test_weights_come_back_with_sixteen_bits():
    from conversion.worker.web_page.weights import pack, unpack

    random = np.random.default_rng(1)
    weights = (random.normal(0, 1, 5000) * 10.0 ** random.integers(-30, 30, 5000)).astype(np.float32)
    weights[:4] = [0.0, -0.0, 1.0, -2.5]
    text = pack(weights)
    assert len(text) == 4 * len(weights)
    np.testing.assert_allclose(unpack(text), weights, rtol=2**-16)
    assert np.array_equal(unpack(pack(unpack(text))), unpack(text))
    assert unpack(text)[:4].tolist() == [0.0, -0.0, 1.0, -2.5]


def test_page_holds_the_models_facts_and_its_weights(tmp_path):
    from base.keras_models.files import model_from_bytes
    from conversion.worker.web_page.weights import unpack

    text = written_page(tmp_path, "digits-cnn").read_text("utf-8")
    facts, ours = json.loads(script(text, "model")), get_card("digits-cnn")
    assert (facts["name"], facts["classNames"]) == (ours.name, list(ours.class_names))
    assert (facts["temperature"], facts["refusal"]) == (ours.temperature, ours.refusal)
    kernel = model_from_bytes(read_model("digits-cnn")).layers[-1].kernel
    begins = facts["steps"][-2]["weights"]
    theirs = unpack(script(text, "weights"))[begins : begins + np.size(kernel)]
    np.testing.assert_allclose(theirs, np.ravel(kernel), rtol=2**-16)


def test_page_names_no_address_that_it_could_load_from(tmp_path):
    text = written_page(tmp_path, "tiny-16").read_text("utf-8")
    assert re.findall(r"https?://|\bfetch\(|\bimport\b|src=|@import|url\(", text) == []
    assert "default-src 'none'" in text


def test_largest_of_our_dense_networks_fits(tmp_path):
    from conversion.worker.web_page.page import MAX_BYTES

    assert get_card("dense-512").parameters == 407_050
    assert written_page(tmp_path, "dense-512").stat().st_size <= MAX_BYTES


def test_network_that_is_too_large_is_refused_with_its_size(tmp_path):
    import keras

    model = sequential(keras.layers.Flatten(), keras.layers.Dense(700))
    with pytest.raises(ExportTooLargeError, match=r"at most 2,000,000 bytes\. Received: 2,2\d\d,\d{3}.*smaller layers"):
        write_page(tmp_path, model, card())
    assert not (tmp_path / "page.html").exists()


def layers_refused() -> list[tuple[str, dict[str, object], str]]:
    return [
        ("Conv1D", {"filters": 2, "kernel_size": 3}, "Conv1D"),
        ("GlobalMaxPooling1D", {}, "GlobalMaxPooling1D"),
        ("Dense", {"units": 3}, r"Dense on an input of \(28, 28\)"),
        ("Activation", {"activation": "gelu"}, "the activation gelu"),
        ("Activation", {"activation": "softmax"}, "the activation softmax"),
        ("Softmax", {}, "Softmax along axis -1"),
        ("ReLU", {"max_value": 6.0}, "ReLU with a maximum"),
        ("BatchNormalization", {"axis": 1}, "along axis 1"),
    ]


@pytest.mark.parametrize(("kind", "options", "found"), layers_refused())
def test_layer_that_the_page_does_not_compute_is_named(tmp_path, kind, options, found):
    import keras

    layer = getattr(keras.layers, kind)(name="the_layer", **options)
    with pytest.raises(ExportLayerError, match=rf"{found}.*layer 'the_layer'.*Take another format"):
        write_page(tmp_path, sequential(layer), card())


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("Conv2D", {"filters": 2, "kernel_size": 3, "strides": 2}),
        ("Conv2D", {"filters": 2, "kernel_size": 3, "dilation_rate": 2}),
        ("MaxPooling2D", {"padding": "same"}),
        ("GlobalAveragePooling2D", {"keepdims": True}),
    ],
)
def test_option_that_the_page_does_not_compute_is_refused(tmp_path, kind, options):
    import keras

    layers = keras.layers.Reshape((28, 28, 1)), getattr(keras.layers, kind)(**options)
    with pytest.raises(ExportLayerError, match=kind):
        write_page(tmp_path, sequential(*layers), card())


def test_network_that_is_no_chain_is_refused(tmp_path):
    import keras

    inputs = keras.Input((28, 28))
    flat = keras.layers.Flatten()(inputs)
    one, other = keras.layers.Dense(10)(flat), keras.layers.Dense(10)(flat)
    twice = keras.layers.Dense(10)
    for model in (
        keras.Model(inputs, keras.layers.Add()([one, other])),
        keras.Model(inputs, twice(keras.layers.ReLU()(twice(one)))),
        keras.Sequential([keras.Input((28, 28)), network(28, 28)]),
        with_two_inputs(),
    ):
        with pytest.raises(ExportLayerError, match="Take another format"):
            write_page(tmp_path, model, card())


def test_hostile_name_stays_text(tmp_path):
    name = "</script><script>alert(1)</script>{{weights}}"
    path = write_page(tmp_path, network(28, 28), card(name=name, class_names=(name, *"123456789")))
    text = path.read_text("utf-8")
    assert "<script>alert" not in text
    assert text.count("</script>") == 4
    assert "<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{weights}}</title>" in text
    facts = json.loads(script(text, "model"))
    assert (facts["name"], facts["classNames"][0]) == (name, name)


def test_file_answers_as_the_model_does_and_not_so_with_one_weight_changed(tmp_path):
    from base.keras_models.files import model_from_bytes
    from conversion.worker.web_page.reading import ask_web_page

    images = np.divide(image_data.load("mnist").x_test[:30], 255, dtype=np.float32)
    path = written_page(tmp_path, "tiny-16")
    ours = np.asarray(model_from_bytes(read_model("tiny-16"))(images))
    np.testing.assert_allclose(ask_web_page(path, images), ours, atol=1e-4)
    text = path.read_text("utf-8")
    weights = script(text, "weights")
    path.write_text(text.replace(weights, weights[:-8] + "AEBAAEBA"), "utf-8")
    assert np.abs(ask_web_page(path, images) - ours).max() > 1e-2


def test_words_are_there_in_all_three_languages():
    from conversion.worker.web_page.page import SOURCES

    words = json.loads((SOURCES / "words.json").read_text("utf-8"))
    assert words.keys() == LANGUAGES.keys()
    for language in words.values():
        assert all(language[part].keys() == words["en"][part].keys() for part in ("digits", "things"))
        assert language.keys() == words["en"].keys()
    for locale, foreign in CHINESE_SCRIPTS.items():
        assert not set(json.dumps(words[locale.replace("_", "-")], ensure_ascii=False)) & set(foreign)
    used = set(re.findall(r'data-(?:word|label)="(\w+)"', (SOURCES / "page.html").read_text("utf-8")))
    assert used <= words["en"].keys() | words["en"]["digits"].keys()
