"""Visitors' verdicts on answers, right or wrong, stored in a database with consent. No Streamlit, no TensorFlow."""

from feedback.digits import DrawnDigit, drawn_digits, pictures_of
from feedback.saving import MAX_VERDICTS, agree, count, delete, forget, has_agreed, save, verdicts
from feedback.verdict import MAX_DIGITS, NOT_A_DIGIT, SavedVerdict, Verdict

__all__ = [
    "MAX_DIGITS",
    "MAX_VERDICTS",
    "NOT_A_DIGIT",
    "DrawnDigit",
    "SavedVerdict",
    "Verdict",
    "agree",
    "count",
    "delete",
    "drawn_digits",
    "forget",
    "has_agreed",
    "pictures_of",
    "save",
    "verdicts",
]
