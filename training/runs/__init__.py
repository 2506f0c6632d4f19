"""The web process's side: the board of runs, what is kept of them, the way to Dask. No TensorFlow."""
