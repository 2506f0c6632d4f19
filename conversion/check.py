"""Check an exported file: compare its outputs, in its own runtime, with the model's."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from base.errors import ExportDiffersError, ExportNumbersError

CHECK_IMAGES = 100
# Runtimes sum in different orders: float32 outputs differ in the seventh digit, a wrong network's in the first.
MAX_DIFFERENCE = 1e-4


@dataclass(frozen=True)
class Check:
    """The result of comparing an exported file with its model.

    Attributes:
        images: number of test images.
        same_labels: number of images with the same label.
        largest_difference: largest difference of two probabilities.
        runtime: the program that ran the file, e.g. "ONNX reference evaluator".
    """

    images: int
    same_labels: int
    largest_difference: float
    runtime: str

    @classmethod
    def of(
        cls, ours: NDArray[np.float32], theirs: NDArray[np.float32], runtime: str, tolerance: float = MAX_DIFFERENCE
    ) -> Self:
        """Compare the model's and the file's probabilities.

        Args:
            ours, theirs: float32 (n, classes), probabilities of the same images.
            runtime: the program that ran the file.
            tolerance: the largest accepted difference of two probabilities.

        Raises:
            ExportNumbersError: the model itself outputs nan.
            ExportDiffersError: other labels, too large a difference, another shape, or nan.
        """
        if not np.isfinite(ours).all():
            found = f"{np.isfinite(ours).mean():.0%} numbers"
            raise ExportNumbersError(
                f"The model answers no numbers: its training diverged. Received: {found}. "
                f"Train it again with a lower learning rate.",
                found=found,
            )
        if ours.shape != theirs.shape or not np.isfinite(theirs).all():
            found = f"an answer of {theirs.shape} with {np.isfinite(theirs).mean():.0%} numbers"
            raise _refusal(0, len(ours), found)
        same = int((ours.argmax(axis=1) == theirs.argmax(axis=1)).sum())
        check = cls(len(ours), same, float(np.abs(ours - theirs).max()), runtime)
        if same < len(ours) or check.largest_difference > tolerance:
            found = f"{same} of {len(ours)} labels alike, largest difference {check.largest_difference:.1e}"
            raise _refusal(same, len(ours), found)
        return check

    def to_dict(self) -> dict[str, Any]:
        """Return the check as plain values, for JSON."""
        return dataclasses.asdict(self)


def _refusal(same: int, images: int, found: str) -> ExportDiffersError:
    return ExportDiffersError(
        f"The exported file does not answer as the model does, and was thrown away. Received: {found}. "
        f"Take another format.",
        same=same,
        images=images,
        found=found,
    )
