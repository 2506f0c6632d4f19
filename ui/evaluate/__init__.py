"""The Evaluate page: how well models read whole data sets."""
