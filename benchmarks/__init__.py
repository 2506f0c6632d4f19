"""What the program costs and yields, measured: `python -m benchmarks [NAME ...]`; README.md quotes its figures."""
