"""MNIST and Fashion-MNIST: bundled, verified, loaded once a process."""

from image_data.bundled import BUNDLED, Dataset, class_names, load

__all__ = ["BUNDLED", "Dataset", "class_names", "load"]
