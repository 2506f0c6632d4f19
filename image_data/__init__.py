"""MNIST, Fashion-MNIST and whatever row joins them: bundled, verified, loaded once a process."""

from image_data.bundled import BUNDLED, Bundled, Dataset, are_digits, class_names, load

__all__ = ["BUNDLED", "Bundled", "Dataset", "are_digits", "class_names", "load"]
