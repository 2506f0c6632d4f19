"""t-SNE: a map on which similar images are close."""

import contextlib
import io
import re

import numpy as np
from numpy.typing import NDArray
from sklearn.manifold import TSNE

from base.jobs.worker import Progress

# With these two, 2,000 images take 60 % of the time that scikit-learn's own values (1,000 and 0.5) do, and as many of
# an image's neighbors stay beside it (docs/decisions.md).
STEPS = 750
ANGLE = 0.7
# The effective number of neighbors; its authors advise 5 to 50.
PERPLEXITY = 30.0

_STEP = re.compile(r"Iteration (\d+):")


def tsne(points: NDArray[np.float64], progress: Progress, perplexity: float = PERPLEXITY) -> NDArray[np.float32]:
    """Embed points in two dimensions.

    Args:
        points: float64 (n, k), n above the perplexity.
        progress: called with the finished share, 0.0 to 1.0.
        perplexity: see `PERPLEXITY`.

    Returns:
        float32 (n, 2), initialized with the first two of the k coordinates, for a reproducible result.

    Source: van der Maaten and Hinton 2008, "Visualizing data using t-SNE"; van der Maaten 2014, "Accelerating t-SNE
    using tree-based algorithms"; scikit-learn's implementation.
    """
    # verbose=2 prints every 50th step, the only report of progress.
    mapper = TSNE(perplexity=perplexity, init="pca", max_iter=STEPS, angle=ANGLE, random_state=0, verbose=2)
    with contextlib.redirect_stdout(_Steps(progress)):
        return np.asarray(mapper.fit_transform(points), np.float32)


class _Steps(io.TextIOBase):
    """Parses the printed steps and reports them as progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def write(self, text: str) -> int:
        step = _STEP.search(text)
        if step:
            self._progress(int(step[1]) / STEPS)
        return len(text)
