"""What the one who started a training may ask of it while it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Controls:
    """What is asked of a training; it looks about four times a second.

    Attributes:
        stop: end soon, and keep what was learnt up to the last finished epoch.
        pause: end soon, and write down what it takes to resume at the same batch.
        learning_rate: from the next epoch on, instead of the recipe's; None: as the recipe has it.
    """

    stop: bool = False
    pause: bool = False
    learning_rate: float | None = None
