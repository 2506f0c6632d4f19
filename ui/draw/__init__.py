"""The Draw page: the canvas, what is read, and why."""
