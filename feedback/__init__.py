"""Right or wrong: what visitors agreed to keep of their drawings."""
