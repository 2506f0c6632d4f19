"""Pictures that cost more than a live frame are opened in a child process that can be killed. No TensorFlow here."""
