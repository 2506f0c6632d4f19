"""Scale probabilities by a model card's temperature."""

import numpy as np
from numpy.typing import NDArray

# Lower bound that keeps the logarithm of a probability finite.
TINY = 1e-30


def temper(probabilities: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Compute the softmax of logits divided by a temperature, from the probabilities.

    Args:
        probabilities: float32 (n, classes), 0.0 to 1.0. Rows need not sum to 1, as some classes may be left out.
        temperature: above 0; below 1 increases the confidence, above 1 decreases it.

    Returns:
        float32 (n, classes), each row summing to 1.
    """
    logits = np.log(np.maximum(probabilities, TINY)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    tempered: NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return tempered
