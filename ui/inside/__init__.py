"""The Inside page: what a network computes on the way to its answer."""
