"""Export models to other programs' formats, with a check, and import foreign models, read as data.

Code that needs TensorFlow or opens a foreign file runs in a separate process for each job: `conversion.worker`.
"""

# The module of that process.
WORKER = "conversion.worker"
