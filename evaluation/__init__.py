"""How well a model reads: what it says of whole data sets, measured once a model and kept beside its card.

What needs TensorFlow runs in a process of its own, `evaluation.worker`; figures are made of its answers with NumPy.
"""

# The package that is run as that process.
WORKER = "evaluation.worker"
