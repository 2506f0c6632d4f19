"""Recipes, their networks, and training on Dask. Importing this package does not import TensorFlow."""
