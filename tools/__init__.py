"""What the Makefile calls: the virtual environment, the server with its addresses, a Chromium for tests."""
