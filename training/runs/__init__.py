"""The web process' side of training: the board of runs, their files, the connection to Dask. No TensorFlow."""
