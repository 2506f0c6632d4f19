"""A queue for jobs that take seconds; each runs in a separate process with limits."""
