"""A simulated hand: slant, bends, rounded corners, tremor, overshoot and gaps."""

from dataclasses import dataclass

import numpy as np

from training.pen.curves import Points, Strokes, lengths, line_through, read_skeleton

# The largest share of a stroke that is cut off at an end.
LONGEST_TRIM = 0.15
SPARSE_SHARE = 0.25


@dataclass(frozen=True)
class Hand:
    """Parameters of a handwriting. Lengths are relative to a sign's height.

    Attributes:
        slant: how far the top leans to the right.
        aspect: horizontal scaling factor.
        tilt_rad: clockwise rotation of the baseline.
        looseness: standard deviation of the knots' positions.
        roundness: the length over which corners are smoothed.
        tremor: standard deviation of the line's positions.
        overshoot: standard deviation by which ends are too long or too short.
        hooks: the share of ends that continue in a short curl.
        bend: (2, 3), coefficients of x², xy and y² (from the centre, −0.5 to 0.5) that shift a point right and down:
            larger or smaller loops, bulging backs.
        spacing: the distance between reported points; a fast hand draws polygons.
    """

    slant: float
    aspect: float
    tilt_rad: float
    looseness: float
    roundness: float
    tremor: float
    overshoot: float
    hooks: float
    bend: Points
    spacing: float

    @classmethod
    def random(cls, rng: np.random.Generator) -> "Hand":
        """Return a random hand."""
        is_sparse = rng.random() < SPARSE_SHARE
        return cls(
            slant=rng.normal(0.1, 0.2),
            aspect=float(np.exp(rng.normal(0.0, 0.3))),
            tilt_rad=rng.normal(0.0, 0.05),
            looseness=0.03 * float(np.exp(rng.normal(0.0, 0.4))),
            roundness=rng.uniform(0.0, 0.2),
            tremor=rng.exponential(0.003),
            overshoot=rng.exponential(0.03),
            hooks=0.08,
            bend=rng.normal(0.0, 0.25, (2, 3)),
            spacing=rng.uniform(0.1, 0.25) if is_sparse else rng.uniform(0.03, 0.08),
        )

    def write(self, skeleton: str, rng: np.random.Generator) -> Strokes:
        """Write a skeleton with random variation.

        Args:
            skeleton: in the notation of `curves`.
            rng: draws the variation.

        Returns:
            Strokes of float64 (n, 2), n ≥ 2, about 1.0 high, around the origin.
        """
        strokes = []
        for knots in read_skeleton(skeleton):
            points = knots.points + self.looseness * _slow_noise(len(knots.points), rng)
            line = self._move_ends(line_through(points, knots.corners), rng)
            line = _rounded(line, self.roundness) + self.tremor * _slow_noise(len(line), rng)
            strokes.append(_thinned(self._lean(line), self.spacing))
        return strokes

    def _move_ends(self, line: Points, rng: np.random.Generator) -> Points:
        for _ in range(2):
            line = _with_end(line, rng.normal(0.0, self.overshoot))
            if rng.random() < self.hooks:
                line = np.concatenate([line, _hook(line, rng)])
            line = line[::-1]
        return line

    def _lean(self, line: Points) -> Points:
        x, y = (line - [0.3, 0.5]).T
        bent = np.stack([x, y]) + self.bend @ np.stack([x * x, x * y, y * y])
        cos, sin = np.cos(self.tilt_rad), np.sin(self.tilt_rad)
        shape = np.array([[cos, -sin], [sin, cos]]) @ np.array([[self.aspect, -self.slant], [0.0, 1.0]])
        return np.asarray((shape @ bent).T)


def _slow_noise(count: int, rng: np.random.Generator) -> Points:
    """Return smooth noise: float64 (count, 2), standard deviation about 1."""
    noise = rng.normal(0.0, 1.0, (count + 2, 2))
    return np.asarray((noise[:-2] + noise[1:-1] + noise[2:]) / np.sqrt(3.0))


def _with_end(line: Points, extra: float) -> Points:
    """Extend the line's end by `extra` in its direction, or shorten it if negative."""
    far = lengths(line)
    if extra < 0.0:
        return line[: max(2, np.searchsorted(far, far[-1] + max(extra, -LONGEST_TRIM * far[-1]), side="right"))]
    direction = line[-1] - line[max(0, len(line) - 3)]
    return np.concatenate([line, line[-1:] + direction / max(float(np.hypot(*direction)), 1e-6) * extra])


def _hook(line: Points, rng: np.random.Generator) -> Points:
    """Append a short curl to the line's end, as if the pen moved on to the next sign."""
    dx, dy = line[-1] - line[max(0, len(line) - 3)]
    turns = np.arctan2(dy, dx) + rng.choice([-1.0, 1.0]) * rng.uniform(0.5, 2.5) * np.array([0.5, 1.0, 1.2])
    steps = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return np.asarray(line[-1] + np.cumsum(steps, axis=0) * rng.uniform(0.015, 0.05))


def _rounded(line: Points, length: float) -> Points:
    """Return the line's moving average over `length`; its ends stay fixed."""
    far = lengths(line)
    reach = int(length / 2 * (len(line) - 1) / far[-1])
    if reach == 0 or len(line) < 3:
        return line
    padded = np.pad(line, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
    sums = np.cumsum(np.concatenate([np.zeros((1, 2)), padded]), axis=0)
    return np.asarray((sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1))


def _thinned(line: Points, spacing: float) -> Points:
    """Resample the line to points about `spacing` apart, keeping both ends."""
    far = lengths(line)
    at = np.linspace(0.0, far[-1], max(2, round(far[-1] / spacing) + 1))
    return np.stack([np.interp(at, far, axis) for axis in line.T], axis=1)
