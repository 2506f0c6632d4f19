"""Models for other programs, and from them: exports that were checked, imports that were read as data.

What needs TensorFlow, or opens a stranger's file, runs in a process of its own, one a job: `conversion.worker`.
"""

# The package that is run as that process.
WORKER = "conversion.worker"
