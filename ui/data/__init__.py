"""The Data page: what is in a data set."""
