"""Recipes, the networks made from them, and training on Dask. Importing this package imports no TensorFlow."""
