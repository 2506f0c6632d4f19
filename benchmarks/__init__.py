"""Benchmarks of speed, memory, size and accuracy: `python -m benchmarks [NAME ...]`; README.md quotes the results."""
