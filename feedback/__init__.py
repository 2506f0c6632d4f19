"""Right or wrong: what visitors say of an answer, kept in a database once they agreed. No Streamlit, no TensorFlow."""

from feedback.digits import DrawnDigit, drawn_digits, pictures_of
from feedback.keeping import MAX_VERDICTS, agree, count, delete, forget, has_agreed, keep, verdicts
from feedback.verdict import MAX_DIGITS, NOT_A_DIGIT, KeptVerdict, Verdict

__all__ = [
    "MAX_DIGITS",
    "MAX_VERDICTS",
    "NOT_A_DIGIT",
    "DrawnDigit",
    "KeptVerdict",
    "Verdict",
    "agree",
    "count",
    "delete",
    "drawn_digits",
    "forget",
    "has_agreed",
    "keep",
    "pictures_of",
    "verdicts",
]
