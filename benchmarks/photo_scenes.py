"""Synthetic photographs of handwritten digits: pen, surface, light and camera."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks import photo_surfaces as surfaces
from benchmarks.photo_surfaces import CHALK, FELT_PEN, PEN, PENCIL, Range, Surface, Tool

SIZE = (1600, 1200)
OVERSAMPLING = 2


@dataclass(frozen=True)
class Scene:
    """A kind of photograph; each value is drawn at random from its range.

    Attributes:
        tools: the pens to choose from.
        ground: "plain", "lined" or "squared" paper, a "blackboard" or a "whiteboard".
        digits: the minimum and maximum number of digits.
        height: the range of a digit's height, as a share of the photograph's.
        turn: the camera's maximum rotation in degrees, either way.
        shadow: None, "soft" or "hard".
        has_edges: whether the table around the paper is visible.
    """

    tools: tuple[Tool, ...] = (PEN,)
    ground: str = "plain"
    digits: tuple[int, int] = (1, 1)
    height: Range = (0.1, 0.55)
    turn: Range = (0.0, 3.0)
    shadow: str | None = None
    has_edges: bool = False


SCENES = {
    "pen, plain paper": Scene(),
    "pencil, plain paper": Scene((PENCIL,)),
    "felt pen, plain paper": Scene((FELT_PEN,)),
    "pen, lined paper": Scene(ground="lined"),
    "pencil, lined paper": Scene((PENCIL,), "lined"),
    "pen, squared paper": Scene((PEN, FELT_PEN), "squared"),
    "chalk, blackboard": Scene((CHALK,), "blackboard"),
    "felt pen, whiteboard": Scene((FELT_PEN,), "whiteboard"),
    "soft shadow": Scene((PEN, PENCIL, FELT_PEN), shadow="soft"),
    "hard shadow": Scene((PEN, PENCIL, FELT_PEN), shadow="hard"),
    "hard shadow, lined paper": Scene(ground="lined", shadow="hard"),
    "sheet on a table": Scene((PEN, FELT_PEN), has_edges=True),
    "turned, plain paper": Scene((PEN, FELT_PEN), turn=(3.0, 15.0)),
    "turned, lined paper": Scene(ground="lined", turn=(3.0, 15.0)),
    "small digit, 5 % of the width": Scene(height=(0.08, 0.1)),
    "row, plain paper": Scene((PEN, FELT_PEN), digits=(2, 4), height=(0.08, 0.2)),
    "row, lined paper": Scene(ground="lined", digits=(2, 4), height=(0.08, 0.2)),
    "row, squared paper": Scene(ground="squared", digits=(2, 4), height=(0.08, 0.2)),
    "row, blackboard": Scene((CHALK,), "blackboard", (2, 4), (0.1, 0.2)),
    "row, turned, lined paper": Scene(ground="lined", digits=(2, 4), height=(0.08, 0.2), turn=(3.0, 15.0)),
}


@dataclass(frozen=True)
class Glyph:
    """A digit to write: strokes, (n, 2) points each, in any unit, or an image, uint8 (28, 28)."""

    label: int
    strokes: tuple[NDArray[np.float64], ...] = ()
    image: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((28, 28), np.uint8))


@dataclass(frozen=True)
class Photograph:
    """A synthetic photograph of a scene.

    Attributes:
        jpeg: the file's bytes.
        labels: the digits, from left to right.
        ink: uint8 (height, width): 255 where the pen was, in the camera's view.
    """

    jpeg: bytes
    labels: tuple[int, ...]
    ink: NDArray[np.uint8]


def glyph_count(scene: Scene, seed: int) -> int:
    """Return the number of digits in the photograph with this seed."""
    return int(np.random.default_rng([seed, 1]).integers(scene.digits[0], scene.digits[1] + 1))


def compose(scene: Scene, glyphs: Sequence[Glyph], seed: int, size: tuple[int, int] = SIZE) -> Photograph:
    """Photograph digits in a row, or blank paper; deterministic. `size` is (width, height)."""
    rng = np.random.default_rng([seed, 2])
    tool = scene.tools[rng.integers(len(scene.tools))]
    height = rng.uniform(*scene.height) * size[1]
    coverage = _written(glyphs, tool, height, size, rng)
    surface = _ground(scene, height, size, rng)
    surfaces.write(surface, coverage, tool, rng)
    warp = _view(scene, size, rng)
    surface, coverage = (
        np.asarray(cv2.warpPerspective(each, warp, size, borderMode=cv2.BORDER_REFLECT_101), np.float32)
        for each in (surface, coverage)
    )
    if scene.has_edges:
        surface = _on_table(surface, coverage, rng)
    light = _light(scene, size, rng)
    pixels = _through_camera(surface * light, rng)
    jpeg = io.BytesIO()
    Image.fromarray(pixels).save(jpeg, "JPEG", quality=int(rng.integers(60, 93)))
    labels = tuple(glyph.label for glyph in glyphs)
    return Photograph(jpeg.getvalue(), labels, np.rint(coverage * 255).astype(np.uint8))


def _written(
    glyphs: Sequence[Glyph], tool: Tool, height: float, size: tuple[int, int], rng: np.random.Generator
) -> Surface:
    """Return the ink's coverage, (height, width), 0.0 to 1.0: well separated digits at a random position."""
    width = rng.uniform(*tool.width)
    drawn = [_drawn(glyph, height * rng.uniform(0.85, 1.15), width) for glyph in glyphs]
    gaps = [height * rng.uniform(0.35, 0.9) for _ in drawn]
    needed = sum(each.shape[1] for each in drawn) + sum(gaps[:-1])
    margin = 0.12
    if needed > (1.0 - 2 * margin) * size[0]:
        return _written(glyphs, tool, height * 0.8, size, rng)
    x = rng.uniform(margin * size[0], (1.0 - margin) * size[0] - needed)
    tallest = max((each.shape[0] for each in drawn), default=0)
    top = rng.uniform(margin * size[1], max((1.0 - margin) * size[1] - tallest, margin * size[1] + 1))
    coverage = np.zeros((size[1], size[0]), np.float32)
    for each, gap in zip(drawn, gaps, strict=True):
        y = int(top + (tallest - each.shape[0]) * rng.uniform(0.5, 1.0))
        coverage[y : y + each.shape[0], int(x) : int(x) + each.shape[1]] = each
        x += each.shape[1] + gap
    return coverage


def _drawn(glyph: Glyph, height: float, pen: float) -> Surface:
    """Return one digit, (h, w), cropped to its ink; its longer side is `height` pixels, `pen` a share of that."""
    if not glyph.strokes:
        large = cv2.resize(glyph.image, None, fx=height / 20, fy=height / 20, interpolation=cv2.INTER_CUBIC)
        return _cropped(np.clip((large.astype(np.float32) - 70.0) / 75.0, 0.0, 1.0))
    points = np.concatenate(glyph.strokes)
    low = points.min(axis=0)
    scale = height * (1.0 - pen) / max(*(points.max(axis=0) - low), 1e-6) * OVERSAMPLING
    radius = pen * height / 2 * OVERSAMPLING
    side = math.ceil(height * OVERSAMPLING) + 8
    image = Image.new("L", (side, side))
    brush = ImageDraw.Draw(image)
    for stroke in glyph.strokes:
        line = [(float(x), float(y)) for x, y in (stroke - low) * scale + radius + 4]
        brush.line(line, fill=255, width=max(1, round(2 * radius)))
        for x, y in line:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return _cropped(np.asarray(image.reduce(OVERSAMPLING), np.float32) / 255.0)


def _cropped(coverage: Surface) -> Surface:
    rows, columns = np.nonzero(coverage > 0.1)
    return coverage[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _ground(scene: Scene, height: float, size: tuple[int, int], rng: np.random.Generator) -> Surface:
    shape = (size[1], size[0])
    if scene.ground == "blackboard":
        return surfaces.board(shape, rng)
    if scene.ground == "whiteboard":
        return surfaces.whiteboard(shape, rng)
    surface = surfaces.paper(shape, rng)
    if scene.ground in ("lined", "squared"):
        squared = scene.ground == "squared"
        # Digits are one or two ruled lines high, or larger regardless of the lines.
        lines = rng.uniform(1.0, 4.0) if squared else rng.uniform(0.7, 2.5)
        surfaces.rule(surface, max(18.0, height / lines), squared, rng)
    return surface


def _view(scene: Scene, size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the camera's perspective as a 3×3 matrix: rotated, and slightly tilted."""
    angle = rng.uniform(*scene.turn) * rng.choice((-1.0, 1.0))
    turn = np.vstack([cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0), [0.0, 0.0, 1.0]])
    corners = np.array([(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])], np.float32)
    moved = corners + rng.uniform(-0.025, 0.025, (4, 2)) * size
    return np.asarray(cv2.getPerspectiveTransform(corners, moved.astype(np.float32)) @ turn)


def _on_table(surface: Surface, coverage: Surface, rng: np.random.Generator) -> Surface:
    """Put the sheet, which ends somewhere outside its digits, on a table."""
    height, width = coverage.shape
    x, y, w, h = cv2.boundingRect((coverage > 0.1).astype(np.uint8))
    near = np.array([x, y, x + w, y + h])
    far = np.array([0, 0, width, height])
    # At least halfway from the digits to the photograph's edge; often the sheet ends outside the photograph.
    left, top, right, bottom = near + (far - near) * rng.uniform(0.55, 1.3, 4)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    corners += rng.uniform(-0.015, 0.015, (4, 2)) * (width, height)
    sheet = np.zeros((height, width), np.float32)
    cv2.fillPoly(sheet, [np.rint(corners * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    under = np.clip(1.0 - 0.5 * cv2.GaussianBlur(np.roll(sheet, (6, 5), (0, 1)), (0, 0), 7.0), 0.3, 1.0)[..., None]
    ground = surfaces.table((height, width), rng) * under
    return np.asarray(ground + sheet[..., None] * (surface - ground), np.float32)


def _light(scene: Scene, size: tuple[int, int], rng: np.random.Generator) -> Surface:
    """Return the light, (height, width, 3): a gradient, warm or cold, with the shadow of a hand or head."""
    y, x = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j].astype(np.float32)
    direction = rng.uniform(0, 2 * math.pi)
    slope = rng.uniform(0.05, 0.3)
    light = 1.0 - slope * (1.0 + math.cos(direction) * x + math.sin(direction) * y) / 2.0
    light *= 1.0 - rng.uniform(0.0, 0.25) * (x**2 + y**2) / 2.0
    if scene.shadow:
        light *= 1.0 - rng.uniform(0.3, 0.6) * _shadow(size, scene.shadow == "hard", rng)
    colour = np.array([1.0, rng.uniform(0.92, 1.0), rng.uniform(0.84, 1.02)], np.float32)
    return np.asarray(light[..., None] * colour, np.float32)


def _shadow(size: tuple[int, int], is_hard: bool, rng: np.random.Generator) -> Surface:
    """Return a shadow, (height, width), 1.0 at its darkest: a blunt shape reaching in from one edge."""
    width, height = size
    shape = np.zeros((height, width), np.float32)
    angle = rng.uniform(0, 2 * math.pi)
    out = np.array([math.cos(angle) * width, math.sin(angle) * height]) * rng.uniform(0.25, 0.6)
    middle = np.array([width, height]) / 2 + out
    axes = (round(width * rng.uniform(0.25, 0.55)), round(height * rng.uniform(0.25, 0.6)))
    cv2.ellipse(shape, tuple(middle.astype(int).tolist()), axes, rng.uniform(0, 180), 0, 360, 1.0, -1)
    if rng.random() < 0.5:  # an arm, or a phone's edge
        turned = cv2.boxPoints((tuple(middle.tolist()), (width * 0.35, height * 1.2), math.degrees(angle)))
        cv2.fillConvexPoly(shape, turned.astype(np.int32), 1.0)
    softness = rng.uniform(0.0015, 0.005) if is_hard else rng.uniform(0.02, 0.06)
    return np.asarray(cv2.GaussianBlur(shape, (0, 0), softness * width), np.float32)


def _through_camera(seen: Surface, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Simulate lens, sensor and the phone's processing: uint8 (height, width, 3)."""
    sharpness = seen.shape[1] / SIZE[0]
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.5, 1.6) * sharpness), np.float32)
    white = float(np.percentile(seen[::8, ::8].max(axis=2), 99))
    # Auto exposure: white paper becomes 70 to 105 % of full brightness, a blackboard less.
    exposure = rng.uniform(0.70, 1.05) / max(white, 0.35)
    pixels = np.clip(seen * exposure, 0.0, None) ** (1 / 1.6) * 255.0
    deviation = rng.uniform(1.5, 6.0)
    noise = rng.standard_normal(pixels.shape, np.float32)
    noise = deviation * (0.5 * noise + 0.7 * cv2.GaussianBlur(noise, (0, 0), 0.8))
    return np.asarray(np.clip(np.rint(pixels + noise), 0, 255), np.uint8)
