"""Cross-entropy as Keras computes it: from a network's logits, not its probabilities."""

import numpy as np
from numpy.typing import NDArray


def cross_entropies(
    logits: NDArray[np.float32], labels: NDArray[np.integer], temperature: float = 1.0
) -> NDArray[np.float64]:
    """Compute each image's cross-entropy in nats.

    Keras uses the softmax's input. From probabilities, one that float32 rounds to 0 would count as at most 16 nats;
    with pixels from 0 to 255 many losses are far larger.

    Args:
        logits: float32 (n, classes), the softmax's input.
        labels: integers (n,), each the right class.
        temperature: the logits are divided by it first, as in a model's card.

    Returns:
        float64 (n,), 0.0 or more; nan or infinite if the logits are.
    """
    heights = logits.astype(np.float64) / temperature
    heights -= heights.max(axis=1, keepdims=True)
    losses: NDArray[np.float64] = np.log(np.exp(heights).sum(axis=1)) - heights[np.arange(len(labels)), labels]
    return losses
