"""What is in a data set: facts, samples, mean images, and maps of its images in two dimensions.

NumPy alone; what takes seconds (t-SNE) runs in a process of its own, `exploration.worker`.
"""

# The package that is run as that process.
WORKER = "image_data.exploration.worker"
