"""A network in, a recognizer out: its answers keep the contract, one by one or together, and it reads digits."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from base.errors import ModelCorruptError, ModelNotFoundError
from image_data import load
from model_store import get_card, save_model
from recognition import prepare
from recognition.preparation import shrink_whole
from tests.model_store.cards import card
from tests.recognition import networks
from tests.recognition.drawings import Drawing, seven
from tests.recognition.networks import file_of, network
from tests.recognition.samples import on_canvas

PHOTOGRAPHS = 60


@pytest.fixture(scope="session")
def make(recognizer):
    """The class `Recognizer`, when TensorFlow is there."""
    return type(recognizer)


def test_answer_keeps_the_contract(recognizer):
    recognition = recognizer.recognize(seven().coverage())
    assert recognition.label == 7
    assert (recognition.probabilities.dtype, recognition.probabilities.shape) == (np.float32, (10,))
    assert recognition.probabilities.sum() == pytest.approx(1.0, abs=1e-5)
    assert recognition.probabilities.argmax() == 7
    assert np.array_equal(recognition.digit, prepare(seven().coverage()).digit)
    assert [name for name, _ in recognition.steps] == ["ink", "cropped", "fitted", "centred"]
    assert recognition.reason is None


@pytest.mark.parametrize(
    ("picture", "reason"),
    [(Image.new("RGB", (90, 90), "white"), "blank"), (Drawing(((99, 99),), 20).coverage(), "dot")],
)
def test_nothing_to_read_has_no_label_but_a_reason(recognizer, picture, reason):
    recognition = recognizer.recognize(picture)
    assert (recognition.label, recognition.reason) == (None, reason)
    assert recognition.probabilities.tolist() == pytest.approx([0.1] * 10)
    assert recognition.digit.max() == 0


def test_pictures_and_arrays_are_taken(recognizer):
    pixels = seven().coloured((200, 30, 30), (10, 10, 10))
    assert recognizer.recognize(pixels).label == recognizer.recognize(Image.fromarray(pixels)).label == 7


def test_pictures_read_together_are_read_as_each_alone(recognizer):
    prepared = [prepare(digit) for digit in load("mnist").x_test[:70]]
    prepared[3] = prepared[40] = prepare(np.zeros((9, 9), np.uint8))
    together = recognizer.answer(prepared)
    for each, one in zip(prepared, together, strict=True):
        alone = recognizer.answer([each])[0]
        assert (one.label, one.reason) == (alone.label, alone.reason)
        assert np.allclose(one.probabilities, alone.probabilities, atol=1e-5)


def test_no_picture_gives_no_answer(recognizer):
    assert recognizer.answer([]) == []


def test_at_least_98_of_100_drawn_digits_are_read(recognizer):
    mnist = load("mnist")
    answers = recognizer.answer([prepare(on_canvas(digit)) for digit in mnist.x_test[:500]])
    right = sum(answer.label == label for answer, label in zip(answers, mnist.y_test, strict=False))
    assert right >= 490


def test_every_fifth_test_image_is_read_as_the_card_says(recognizer):
    mnist = load("mnist")
    read = recognizer.read(mnist.x_test[::5])[0].argmax(axis=1)
    assert (read == mnist.y_test[::5]).mean() == pytest.approx(get_card("digits-cnn").test_accuracy, abs=0.003)


def photograph(digit: np.ndarray, seed: int) -> Image.Image:
    """A digit in pencil on paper, with a lamp on one side, a soft lens and the camera's noise."""
    random = np.random.default_rng(seed)
    ink = np.asarray(on_canvas(digit, 320).convert("L").filter(ImageFilter.GaussianBlur(1.0)), float) / 255
    light = np.linspace(130, 225, 320)[None, :] + np.linspace(-20, 20, 320)[:, None]
    pixels = light * (0.45 + 0.55 * ink) + random.normal(0, 5, (320, 320))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).convert("RGB")


def test_photographed_digits_are_read(recognizer):
    mnist = load("mnist")
    answers = [recognizer.recognize(photograph(mnist.x_test[number], number)).label for number in range(PHOTOGRAPHS)]
    right = sum(answer == label for answer, label in zip(answers, mnist.y_test, strict=False))
    assert right >= 0.95 * PHOTOGRAPHS


@pytest.mark.parametrize("shape", [(784,), (28, 28), (28, 28, 1), (1, 784)])
def test_network_from_784_numbers_in_any_shape_is_taken(make, shape):
    recognition = make(network(*shape)).recognize(seven().coverage())
    assert recognition.label is not None
    assert recognition.probabilities.sum() == pytest.approx(1.0, abs=1e-5)


def test_network_sees_the_digit_between_0_and_1_the_right_way_up(make):
    model = network(28, 28)
    weights = np.full((784, 10), -1.0, np.float32)
    weights[28 * 3 + 14, 4] = 200.0  # the pixel at row 3, column 14: ink at the top of this upright line
    model.set_weights([weights, np.zeros(10, np.float32)])
    line = Drawing(((140, 40), (140, 240)), 16).coverage()
    assert prepare(line).digit[6, 14] == 255
    model.set_weights([np.roll(weights, 28 * 3, axis=0), np.zeros(10, np.float32)])
    recognition = make(model).recognize(line)
    assert recognition.label == 4
    assert recognition.probabilities[4] == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(
    ("shape", "classes"), [((32, 32), 10), ((28, 28, 3), 10), ((783,), 10), ((28, 28), 9), ((28, 28), 1)]
)
def test_network_of_another_shape_is_refused_with_its_shapes(make, shape, classes):
    with pytest.raises(ValueError, match=r"must map 784 numbers to 10 or 11\. Received: ") as caught:
        make(network(*shape, classes=classes))
    assert f"{(None, *shape)} to {(None, classes)}" in str(caught.value)


@pytest.mark.parametrize("build", [networks.with_open_size, networks.with_two_inputs])
def test_network_with_open_or_several_inputs_is_refused(make, build):
    with pytest.raises(ValueError, match="must map 784 numbers to 10"):
        make(build())


def telling(*probabilities: float):
    """A network that gives these probabilities whatever it sees."""
    model = network(28, 28, classes=len(probabilities))
    model.set_weights([np.zeros((784, len(probabilities)), np.float32), np.log(np.array(probabilities, np.float32))])
    return model


TEN = (0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.4, 0.44, 0.02)
ELEVEN = (*(value / 4 for value in TEN), 0.75)


def test_network_of_ten_answers_knows_nothing_but_digits(make):
    recognition = make(telling(*TEN), refusal=0.5).recognize(seven().coverage())
    assert (recognition.label, recognition.not_digit, recognition.reason) == (8, 0.0, None)


def test_eleventh_answer_is_that_it_is_no_digit(make):
    recognition = make(telling(*ELEVEN)).recognize(seven().coverage())
    assert (recognition.label, recognition.reason) == (8, None)
    assert recognition.not_digit == pytest.approx(0.75, abs=1e-5)
    assert recognition.probabilities == pytest.approx(TEN, abs=1e-5)


@pytest.mark.parametrize(("refusal", "label", "reason"), [(0.8, 8, None), (0.7, None, "not_digit")])
def test_what_is_no_digit_for_sure_is_refused_with_the_closest_one_still_to_be_seen(make, refusal, label, reason):
    recognition = make(telling(*ELEVEN), refusal=refusal).recognize(seven().coverage())
    assert (recognition.label, recognition.reason, recognition.digits[0].label) == (label, reason, label)
    assert recognition.probabilities.argmax() == 8
    assert recognition.digit.any()


def test_tutorials_way_is_never_refused(make):
    (answer,) = make(telling(*ELEVEN), refusal=0.5).answer([shrink_whole(Image.new("L", (90, 60)))])
    assert (answer.label, answer.reason, answer.not_digit) == (8, None, pytest.approx(0.75, abs=1e-5))


@pytest.mark.parametrize(
    ("temperature", "expected"), [(1.0, 0.44 / 0.4), (2.0, (0.44 / 0.4) ** 0.5), (0.5, (0.44 / 0.4) ** 2)]
)
def test_temperature_draws_probabilities_together_or_apart(make, temperature, expected):
    probabilities = make(telling(*TEN), temperature=temperature).recognize(seven().coverage()).probabilities
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-5)
    assert probabilities[8] / probabilities[7] == pytest.approx(expected, rel=1e-4)


def test_network_that_is_as_sure_as_numbers_can_tell_has_finite_probabilities(make):
    certain = telling(1.0, *[1e-44] * 9)
    assert np.isfinite(make(certain, temperature=0.1).recognize(seven().coverage()).probabilities).all()


def test_saved_network_is_read_with_the_temperature_and_refusal_of_its_card(make):
    saved = save_model(file_of(telling(*ELEVEN)), card(temperature=2.0, refusal=0.5))
    recognition = make.load(saved.id).recognize(seven().coverage())
    assert recognition.reason == "not_digit"
    assert recognition.probabilities[8] / recognition.probabilities[7] == pytest.approx((0.44 / 0.4) ** 0.5, rel=1e-4)


def test_network_whose_training_diverged_is_refused(make):
    with pytest.raises(ValueError, match="its training diverged"):
        make(networks.diverged())


def test_saved_network_is_loaded_by_its_id(make):
    model = network(28, 28)
    saved = save_model(file_of(model), card())
    loaded = make.load(saved.id).recognize(seven().coverage())
    direct = make(model).recognize(seven().coverage())
    assert np.allclose(loaded.probabilities, direct.probabilities, atol=1e-6)


def test_missing_network_is_not_found(make):
    with pytest.raises(ModelNotFoundError):
        make.load("no-such-model")


@pytest.mark.parametrize("content", [b"", b"no Keras file", b"PK\x03\x04 half a zip"])
def test_file_that_holds_no_network_is_corrupt_though_its_digest_is_right(make, content):
    saved = save_model(content, card())
    with pytest.raises(ModelCorruptError, match="holds no network that reads digits") as caught:
        make.load(saved.id)
    assert caught.value.details["model"] == saved.id


def test_network_for_other_pictures_is_corrupt_when_loaded(make):
    saved = save_model(file_of(network(32, 32)), card())
    with pytest.raises(ModelCorruptError, match="must map 784 numbers to 10"):
        make.load(saved.id)


def test_code_in_a_model_file_is_never_run(make):
    saved = save_model(file_of(networks.with_code()), card())
    with pytest.raises(ModelCorruptError, match="Lambda"):
        make.load(saved.id)
