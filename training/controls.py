"""Requests to a running training: stop, pause, another learning rate."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Controls:
    """Requests to a training, which polls them about four times a second.

    Attributes:
        stop: end soon, with the network of the last finished epoch.
        pause: end soon, with a checkpoint to resume at the same batch.
        learning_rate: the learning rate from the next epoch on; None: the recipe's.
    """

    stop: bool = False
    pause: bool = False
    learning_rate: float | None = None
