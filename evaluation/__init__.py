"""Evaluate models on whole data sets; the results are cached beside each model's card.

Code that needs TensorFlow runs in a separate process, `evaluation.worker`; metrics are computed with NumPy.
"""

# The module of that process.
WORKER = "evaluation.worker"
