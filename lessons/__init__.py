"""Lessons: tutorials step by step, in small files that teachers can write, too; and each visitor's progress."""

from lessons.lesson import Lesson, Link, Show, Step, Text, worded
from lessons.shelf import Shelf, shelf

__all__ = ["Lesson", "Link", "Shelf", "Show", "Step", "Text", "shelf", "worded"]
