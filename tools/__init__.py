"""Helpers of the Makefile: virtual environment, server start, browsers for tests."""
