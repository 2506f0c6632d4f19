"""Train the shipped networks other than the tutorials' own: `make models`."""
