"""The networks that Digit Lab ships beside the tutorials' own, and how they are trained: `make models`."""
