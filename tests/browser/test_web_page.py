"""A model's page, opened as a file: it prepares and reads as the server does, shows it, and asks no network."""

import base64
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, expect

import image_data
from base.keras_models.temperature import temper
from model_store import get_card, read_model
from recognition.preparation import prepare
from tests.browser.pen import DIGITS, SCRIBBLE, Point, Strokes
from tests.conversion.pages import write_page, written_page
from tests.model_store.cards import card

SIDE = 640
PHONE = ViewportSize(width=390, height=844)
READ_ALL = """pictures => pictures.map((pixels) => {
    const { probabilities, notDigit } = digitLab.read(pixels);
    return [...probabilities, notDigit];
})"""
PREPARE = """([levels, side]) => {
    const image = new ImageData(side, side);
    const bytes = atob(levels);
    for (let index = 0; index < bytes.length; index += 1) {
        const level = bytes.charCodeAt(index);
        image.data.set([level, level, level, 255], index * 4);
    }
    const { digit, reason } = digitLab.prepare(image);
    return { digit: [...digit], reason };
}"""

FIRST_PAINT = "new Promise((done) => new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true }))"


def open_page(page, path):
    """Open a page from its file. Chromium drops what is clicked before it has painted first."""
    page.goto(path.as_uri())
    page.evaluate(FIRST_PAINT)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of some models, by id."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITLAB_STORE", str(tmp_path_factory.mktemp("store")))
        models = ("digits-cnn", "dense-128", "tiny-16", "fashion-128")
        return {model: written_page(tmp_path_factory.mktemp(model), model) for model in models}


@pytest.fixture
def requests(page: Page) -> list[str]:
    """The addresses that the page asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone with fingers, in Chinese."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-TW")
    yield context.new_page()
    context.close()


def drawing(strokes: Strokes, width: int = 36, ink: int = 255, paper: int = 0) -> Image.Image:
    """Strokes with the soft edges that browsers draw, mode "L", `SIDE` pixels a side."""
    large = Image.new("L", (SIDE * 2, SIDE * 2), paper)
    pen = ImageDraw.Draw(large)
    for stroke in strokes:
        points = [(x * SIDE * 2, y * SIDE * 2) for x, y in stroke]
        pen.line(points, fill=ink, width=width * 2, joint="curve")
        for x, y in points:
            pen.ellipse((x - width, y - width, x + width - 1, y + width - 1), fill=ink)
    return large.resize((SIDE, SIDE), Image.Resampling.BOX)


def smaller(strokes: Strokes, size: float, left: float, top: float) -> Strokes:
    return [[(left + x * size, top + y * size) for x, y in stroke] for stroke in strokes]


DRAWINGS = {
    **{f"{digit}": drawing(strokes) for digit, strokes in DIGITS.items()},
    "thin": drawing(DIGITS[2], width=10),
    "thick": drawing(DIGITS[5], width=60),
    "small in a corner": drawing(smaller(DIGITS[4], 0.3, 0.02, 0.03), width=18),
    "at the edge": drawing(smaller(DIGITS[7], 1.5, -0.45, -0.3)),
    "upright line": drawing([[(0.5, 0.1), (0.5, 0.9)]], width=6),
    "level line": drawing([[(0.2, 0.9), (0.8, 0.9)]], width=20),
    "dark on light": drawing(DIGITS[2], ink=20, paper=235),
    "faint": drawing(DIGITS[5], ink=60, paper=5),
    "dot": drawing([[(0.5, 0.5), (0.51, 0.5)]]),
    "blank": drawing([]),
    "scribble": drawing(SCRIBBLE),
}


@pytest.mark.parametrize("model", ["digits-cnn", "dense-128", "tiny-16", "fashion-128"])
def test_page_gives_the_probabilities_of_the_server(page, pages, model):
    from base.keras_models.files import model_from_bytes

    digits = image_data.load(get_card(model).dataset).x_test[:200]
    network = model_from_bytes(read_model(model))
    ours = np.asarray(network(np.divide(digits, 255, dtype=np.float32).reshape(-1, *network.input_shape[1:])))
    open_page(page, pages[model])
    theirs = read_all(page, digits)
    np.testing.assert_allclose(theirs[:, :10], temper(ours[:, :10], get_card(model).temperature), atol=1e-4)
    np.testing.assert_allclose(theirs[:, 10], ours[:, 10:].sum(axis=1), atol=1e-4)


@pytest.mark.parametrize("activation", ["elu", "tanh", "sigmoid", "linear"])
def test_page_computes_every_layer_of_the_recipes(page, tmp_path, activation):
    network = every_layer(activation)
    pictures = image_data.load("mnist").x_test[:20]
    open_page(page, write_page(tmp_path, network, card(name="Every layer")))
    expected = np.asarray(network(np.divide(pictures, 255, dtype=np.float32), training=False))
    np.testing.assert_allclose(read_all(page, pictures)[:, :10], expected, atol=1e-4)


@pytest.mark.parametrize("name", DRAWINGS)
def test_page_prepares_a_drawing_as_the_server_does(page, pages, name):
    open_page(page, pages["tiny-16"])
    prepared = prepare(DRAWINGS[name])
    text = base64.b64encode(DRAWINGS[name].tobytes()).decode()
    made = page.evaluate(PREPARE, [text, SIDE])
    assert made["reason"] == prepared.reason
    assert np.array_equal(np.array(made["digit"]).reshape(28, 28), prepared.digit)


def test_a_seven_drawn_with_the_mouse_is_read_while_it_is_drawn(page, pages, requests, console_errors):
    open_page(page, pages["digits-cnn"])
    expect(page.get_by_role("heading", level=1)).to_have_text(get_card("digits-cnn").name)
    expect(page.locator("#sure")).to_have_text("Draw a digit.")
    draw(page, DIGITS[7], lift=False)
    expect(page.locator("#label")).to_have_text("7")
    page.mouse.up()
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#sure")).to_have_text("Very sure")
    expect(page.locator("#bars li.best .name")).to_have_text("7")
    assert page.evaluate(
        "Math.max(...document.getElementById('seen').getContext('2d').getImageData(0, 0, 28, 28).data)"
    )
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#sure")).to_have_text("Draw a digit.")
    expect(page.locator("#bars li.best")).to_have_count(0)
    assert requests == [pages["digits-cnn"].as_uri()]
    assert console_errors == []


def test_a_scribble_is_refused_once_the_pen_is_lifted(page, pages):
    open_page(page, pages["digits-cnn"])
    draw(page, SCRIBBLE)
    expect(page.locator("#sure")).to_have_text("This does not look like a digit.")
    expect(page.locator("#label")).to_have_text("?")


def test_a_click_is_a_dot(page, pages):
    open_page(page, pages["digits-cnn"])
    page.locator("#paper").click()
    expect(page.locator("#sure")).to_have_text("Only a dot so far. Keep drawing.")


def test_a_finger_draws_on_a_phone_and_the_page_is_chinese(phone, pages):
    open_page(phone, pages["digits-cnn"])
    expect(phone.locator("#sure")).to_have_text("寫一個數字。")
    draw_with_finger(phone, DIGITS[7][0])
    expect(phone.locator("#label")).to_have_text("7")
    expect(phone.locator("#sure")).to_have_text("非常確定")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth && scrollY === 0")
    phone.get_by_role("combobox").select_option("zh-CN")
    expect(phone.locator("#sure")).to_have_text("非常确定")
    expect(phone.locator("html")).to_have_attribute("lang", "zh-CN")


@pytest.mark.parametrize("width", [320, 390, 700, 1280, 1920])
@pytest.mark.parametrize("model", ["digits-cnn", "fashion-128"])
def test_page_fits_every_screen(page, pages, width, model):
    page.set_viewport_size({"width": width, "height": 720})
    open_page(page, pages[model])
    draw(page, DIGITS[7])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_is_accessible(page, pages, theme):
    page.emulate_media(color_scheme=theme)
    open_page(page, pages["digits-cnn"])
    draw(page, DIGITS[7])
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_hostile_name_is_text_and_nothing_else(page, tmp_path, console_errors):
    from tests.recognition.networks import network

    name = "</script><script>alert(1)</script><!--<script>"
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    classes = (name, *"123456789")
    open_page(page, write_page(tmp_path, network(28, 28), card(name=name, class_names=classes)))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("#bars .name").first).to_have_text(name)
    assert page.title() == name
    assert (dialogs, console_errors) == ([], [])


def every_layer(activation: str) -> Any:
    import keras
    from keras import layers

    keras.utils.set_random_seed(5)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Rescaling(2.0, offset=-0.5),
            layers.Reshape((28, 28, 1)),
            layers.RandomRotation(0.1),
            layers.Conv2D(5, (5, 2), padding="same", activation=activation),
            layers.MaxPooling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(6, 3),
            layers.BatchNormalization(),
            layers.Activation(activation),
            layers.AveragePooling2D(3, strides=2),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(12, activation=activation, use_bias=False),
            layers.Dense(10),
            layers.Softmax(),
        ]
    )
    random = np.random.default_rng(5)
    network.set_weights([weights + random.uniform(0, 0.2, weights.shape) for weights in network.get_weights()])
    return network


def read_all(page: Page, pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.array(page.evaluate(READ_ALL, pictures.reshape(len(pictures), -1).tolist()))


def draw(page: Page, strokes: Strokes, lift: bool = True) -> None:
    for stroke in strokes:
        points = on_screen(page, stroke)
        page.mouse.move(*points[0])
        page.mouse.down()
        for _, point in pairwise(points):
            page.mouse.move(*point, steps=8)
        if lift:
            page.mouse.up()


def draw_with_finger(page: Page, stroke: Sequence[Point]) -> None:
    session = page.context.new_cdp_session(page)
    (x, y), *others = on_screen(page, stroke)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for x, y in others:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def on_screen(page: Page, stroke: Sequence[Point]) -> list[Point]:
    box = page.locator("#paper").bounding_box()
    assert box is not None
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
