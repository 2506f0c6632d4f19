"""The Lessons page: the tutorials, step by step."""
