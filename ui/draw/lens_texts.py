"""The lens' texts in the visitor's language, by the names used in its JavaScript."""

from ui.language import gettext as _


def lens_texts() -> dict[str, str]:
    """Return all texts: messages, predictions, comparison, verdict."""
    return {
        "blank": _("Draw a digit."),
        "draw_here": _("Draw here"),
        "dot": _("Only a dot so far. Keep drawing."),
        "loading": _("The network is loading. You can already draw."),
        "restarting": _("The recognizer is restarting. Your drawing is safe, and the answer will follow."),
        "error": _("This drawing could not be read. Keep drawing, or clear it."),
        "model_not_found": _("This model no longer exists. Choose another one."),
        "model_corrupt": _("This model's file is damaged. Choose another one."),
        "too_many_pictures": _("You have sent many pictures at once. Wait a moment, then continue."),
        **_answer_texts(),
        **_step_texts(),
        **_comparison_texts(),
        **_verdict_texts(),
        **_hint_texts(),
    }


def tutorial_note() -> str:
    """Explain the tutorial's preprocessing, and where it fails."""
    return _(
        "Most tutorials just shrink the whole picture to 28 × 28. A digit that is small, thin or in a corner "
        "then looks unlike all that the network has learnt."
    )


def why_note() -> str:
    """Explain the switches of the preprocessing's steps."""
    return _("Turn a step off and see how the answer changes.")


def _answer_texts() -> dict[str, str]:
    return {
        "very_sure": _("Very sure"),
        "fairly_sure": _("Fairly sure"),
        "not_sure": _("Not sure"),
        "unfinished": _("Looking …"),
        "torn": _("{first} or {second}?"),
        "not_digit": _("This does not look like a digit."),
        "nothing_found": _("No digit found in this picture. Go closer, or use a thicker pen."),
        "closest": _("Closest: {digit}"),
        "least_sure": _("Least sure: {digit}, {percent}"),
        "number_title": _("The digits of your number"),
        "digit_of": _("Digit {place} of {count}"),
        "seen": _("What the network sees"),
        "percent": _("{number}\u00a0%"),
        "bars": _("How likely each answer is"),
    }


def _step_texts() -> dict[str, str]:
    return {
        "steps_title": _("From your pen to 28 × 28"),
        "step_ink": _("Ink found"),
        "step_cropped": _("Cropped"),
        "step_fitted": _("20 × 20"),
        "step_centred": _("Centred"),
        "step_grey": _("Grey"),
        "step_shrunk": _("Shrunk"),
        "tutorial_note": tutorial_note(),
        "about_ink": _("Finds the ink on the paper. Without it, grey stays grey."),
        "about_cropped": _("Cuts away the empty paper. Without it, a small digit stays small."),
        "about_fitted": _("Scales the longer side to 20 pixels. Without it, the digit is stretched to 28 × 28."),
        "about_centred": _("Moves the digit's centre of mass to the middle. Without it, its box is centred instead."),
    }


def _comparison_texts() -> dict[str, str]:
    return {
        "model": _("Model"),
        "our_preparation": _("Our preparation"),
        "own_steps": _("Your steps"),
        "one_drawn": _("Draw a single digit to turn its steps on and off."),
        "tutorial": _("The tutorial's way"),
    }


def _verdict_texts() -> dict[str, str]:
    return {
        "is_right": _("Is that right?"),
        "yes": _("Yes"),
        "no": _("No, it is a …"),
        "it_is": _("Right answer"),
        "several": _("several digits"),
        "not_a_digit": _("Not a digit"),
        "keeping": _("One moment …"),
        "pin": _("Pin for training"),
    }


def _hint_texts() -> dict[str, str]:
    return {
        "hint_why": _("What happened to your drawing?"),
        "hint_why_button": _("See each step"),
        "hint_compare": _("Do other networks agree?"),
        "hint_compare_button": _("Compare models"),
        "hint_train": _("Now train a network of your own."),
        "hint_train_button": _("Go to Train"),
        "hint_dismiss": _("Do not show this hint again"),
    }
