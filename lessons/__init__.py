"""Lessons: each tutorial step by step, as small files that a teacher can write too; and how far each visitor is."""

from lessons.lesson import Lesson, Link, Show, Step, Text, worded
from lessons.shelf import Shelf, shelf

__all__ = ["Lesson", "Link", "Shelf", "Show", "Step", "Text", "shelf", "worded"]
