"""Open pictures that cost more than a live frame in a child process that can be killed. No TensorFlow here."""
