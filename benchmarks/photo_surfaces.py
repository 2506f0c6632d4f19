"""Surfaces of synthetic photographs: plain, lined and squared paper, boards, a table, and ink on them.

Surfaces are float32 (height, width, 3), RGB reflectance from 0.0 to 1.0.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Surface = NDArray[np.float32]
Range = tuple[float, float]


@dataclass(frozen=True)
class Tool:
    """A writing tool.

    Attributes:
        colours: the ink's reflectances to choose from.
        width: the range of the line's width, as a share of a digit's height.
        patchiness: from 0.0 for even ink to 1.0 for chalk, which leaves the surface's grain blank.
    """

    colours: tuple[tuple[float, float, float], ...]
    width: Range
    patchiness: float


PEN = Tool(((0.10, 0.13, 0.42), (0.08, 0.08, 0.09), (0.70, 0.10, 0.12), (0.07, 0.20, 0.55)), (0.035, 0.08), 0.15)
PENCIL = Tool(((0.33, 0.33, 0.34), (0.42, 0.42, 0.43)), (0.04, 0.07), 0.45)
FELT_PEN = Tool(((0.06, 0.06, 0.07), (0.72, 0.08, 0.08), (0.06, 0.12, 0.50), (0.05, 0.35, 0.15)), (0.09, 0.16), 0.05)
CHALK = Tool(((0.85, 0.85, 0.82), (0.85, 0.80, 0.45)), (0.07, 0.12), 0.8)


def paper(size: tuple[int, int], rng: np.random.Generator) -> Surface:
    """Return white to cream paper with fibres and slight waves; `size` is (height, width)."""
    colour = rng.uniform(0.80, 0.95) * np.array([1.0, rng.uniform(0.96, 1.0), rng.uniform(0.86, 1.0)])
    grain = 0.010 * clouds(size, 1.5, rng) + 0.015 * clouds(size, 60.0, rng)
    return np.asarray(colour * (1.0 + grain[..., None]), np.float32)


def board(size: tuple[int, int], rng: np.random.Generator) -> Surface:
    """Return a blackboard, green or grey, with clouds of wiped chalk."""
    colour = np.array([(0.06, 0.14, 0.10), (0.09, 0.09, 0.10)][rng.integers(2)]) * rng.uniform(0.8, 1.4)
    height, width = size
    # Wiped with broad, almost horizontal strokes: clouds ten times as wide as high.
    strokes = cv2.resize(clouds((height, width // 10), 25.0, rng), (width, height), interpolation=cv2.INTER_CUBIC)
    wiped = np.clip(0.03 + 0.015 * strokes + 0.01 * clouds(size, 200.0, rng) + 0.01 * clouds(size, 2.0, rng), 0.0, 0.2)
    return np.asarray(colour + wiped[..., None], np.float32)


def whiteboard(size: tuple[int, int], rng: np.random.Generator) -> Surface:
    """Return a smooth, cool white board with a lamp's reflection and traces of old ink."""
    y, x = np.mgrid[0 : 1 : size[0] * 1j, 0 : 1 : size[1] * 1j].astype(np.float32)
    left, top = rng.uniform(-0.1, 1.1, 2)
    glare = 0.35 * np.exp(-((x - left) ** 2 + (y - top) ** 2) / rng.uniform(0.01, 0.05))
    colour = np.array([0.80, 0.82, 0.84]) * (1.0 + 0.01 * clouds(size, 120.0, rng)[..., None])
    return np.asarray(colour + glare[..., None], np.float32)


def table(size: tuple[int, int], rng: np.random.Generator) -> Surface:
    """Return wood with its grain, or a plain dark table."""
    height, width = size
    if rng.random() < 0.4:
        grain = 0.04 * clouds(size, 2.0, rng)
        return np.asarray(rng.uniform(0.12, 0.3) * (1.0 + grain[..., None]) * np.ones(3), np.float32)
    fine = cv2.resize(clouds((height, max(2, width // 60)), 1.5, rng), (width, height), interpolation=cv2.INTER_CUBIC)
    colour = np.array([0.50, 0.33, 0.20]) * rng.uniform(0.6, 1.2)
    return np.asarray(np.clip(colour * (1.0 + 0.10 * fine[..., None]), 0.02, 0.9), np.float32)


def rule(surface: Surface, spacing: float, squared: bool, rng: np.random.Generator) -> None:
    """Print lines on paper, in place: horizontal ones with a margin, or squares without; `spacing` in pixels."""
    height, width = surface.shape[:2]
    colour = (1.0 - rng.uniform(0.15, 0.5)) * np.array([(0.75, 0.9, 1.0), (1.0, 1.0, 1.0)][rng.integers(2)])
    thickness = max(1.0, spacing * rng.uniform(0.02, 0.045))
    _print(surface, np.arange(rng.uniform(0, spacing), height, spacing), thickness, colour, across=True)
    if squared:
        _print(surface, np.arange(rng.uniform(0, spacing), width, spacing), thickness, colour, across=False)
    elif rng.random() < 0.5:
        margin = np.array([rng.uniform(0.05, 0.2) * width])
        _print(surface, margin, 1.3 * thickness, np.array([0.9, 0.45, 0.5]), across=False)


def write(surface: Surface, coverage: Surface, tool: Tool, rng: np.random.Generator) -> None:
    """Put ink on a surface, in place; `coverage` is (height, width), 0.0 (no ink) to 1.0 (full)."""
    colour = np.array(tool.colours[rng.integers(len(tool.colours))]) * rng.uniform(0.9, 1.1)
    pressure = 1.0 - tool.patchiness * (0.2 + 0.2 * clouds(coverage.shape, 25.0, rng))
    grain = 1.0 - tool.patchiness * 0.5 * np.clip(clouds(coverage.shape, 1.2, rng), 0.0, 2.0)
    part = (coverage * np.clip(pressure * grain, 0.0, 1.0))[..., None]
    surface *= 1.0 - part
    surface += part * colour.astype(np.float32)


def clouds(size: tuple[int, ...], grain: float, rng: np.random.Generator) -> Surface:
    """Return smooth noise (height, width), mean 0, standard deviation 1; `grain` is the size of its spots in pixels."""
    height, width = size[:2]
    # Coarse noise is generated small and enlarged, as a wide blur of a whole photograph would take seconds.
    step = max(1.0, grain / 2.0)
    small = rng.standard_normal((max(2, round(height / step)), max(2, round(width / step))), np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), grain / step / 1.5)
    noise = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray((noise - noise.mean()) / (noise.std() + 1e-6), np.float32)


def _print(
    surface: Surface, places: NDArray[np.float64], thickness: float, colour: NDArray[np.float64], across: bool
) -> None:
    length = surface.shape[0 if across else 1]
    away = np.abs(np.arange(length)[:, None] + 0.5 - places[None, :]).min(axis=1)
    part = np.clip(thickness / 2.0 + 0.5 - away, 0.0, 1.0)[:, None]
    factor = (1.0 - part + part * colour).astype(np.float32)
    surface *= factor[:, None] if across else factor[None, :]
