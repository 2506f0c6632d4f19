"""Lessons: each tutorial step by step, as small files that a teacher can write too; and how far each visitor is."""

from lessons.lesson import LANGUAGES, Lesson, Link, Show, Step, Text, worded
from lessons.shelf import Shelf, shelf

__all__ = ["LANGUAGES", "Lesson", "Link", "Shelf", "Show", "Step", "Text", "shelf", "worded"]
