"""Explore a data set: facts, samples, mean images, and two-dimensional maps of its images.

Needs only NumPy; t-SNE, which takes seconds, runs in a separate process, `exploration.worker`.
"""

# The module of that process.
WORKER = "image_data.exploration.worker"
