"""The side of a Dask worker, which has TensorFlow: networks, the training loop, checkpoints."""
