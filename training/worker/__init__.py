"""The Dask worker's side of training, with TensorFlow: networks, the training loop, checkpoints."""
