"""Temperature scaling of probabilities, with a model card's temperature."""

import numpy as np
from numpy.typing import NDArray

# Keeps the logarithm of a probability that was rounded to 0 finite.
TINY = 1e-30


def temper(probabilities: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """What softmax would have given with its logits divided by a temperature.

    Args:
        probabilities: float32 (n, classes), 0.0 to 1.0. Rows need not sum to 1: some classes may have been left out.
        temperature: above 0; below 1 makes the answers more confident, above 1 less so.

    Returns:
        float32 (n, classes), each row summing to 1.
    """
    logits = np.log(np.maximum(probabilities, TINY)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    tempered: NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return tempered
