"""The Draw page: the canvas, the prediction, and its explanation."""
