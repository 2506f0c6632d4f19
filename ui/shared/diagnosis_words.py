"""Texts of a training's diagnosis: at the curve, and in sentences below it."""

from training.diagnosis import Diagnosis, Trouble
from ui.language import gettext as _


def mark_text(diagnosis: Diagnosis) -> str:
    """Return the label at the curve where the problem begins; "" if it has no epoch."""
    return {
        Trouble.OVERFITTING: _("overfitting starts here"),
        Trouble.DIVERGING: _("it diverges here"),
        Trouble.STUCK: "",
        Trouble.PLATEAU: "",
    }[diagnosis.kind]


def diagnosis_sentences(diagnosis: Diagnosis) -> str:
    """Return the diagnosis, its severity and a suggestion, as Markdown."""
    if diagnosis.kind is Trouble.DIVERGING:
        return _(
            "**The training diverges** from epoch {epoch} on: each correction overshoots, and the loss grows "
            "instead of falling. Try a learning rate ten times smaller."
        ).format(epoch=diagnosis.epoch)
    if diagnosis.kind is Trouble.STUCK:
        return _(
            "**It is stuck**: after {epoch} epochs it is hardly better than guessing. The learning rate is "
            "probably far too small, or far too big. Try 0.001 with Adam and ReLU, or fewer layers."
        ).format(epoch=diagnosis.epoch)
    if diagnosis.kind is Trouble.PLATEAU:
        return _(
            "**It is on a plateau**: after {epoch} epochs neither training loss nor validation loss falls, and "
            "the accuracy is far below what such networks reach. The learning rate is too high or too low, the "
            "network too small, or its sigmoid neurons are saturated. Try Adam at 0.001, ReLU, or more neurons."
        ).format(epoch=diagnosis.epoch)
    return _(
        "**Overfitting starts here**, after epoch {epoch}: validation loss rises while training loss still "
        "falls. The network learns its pictures by heart: training is now {points} points ahead of validation. "
        "Try early stopping, dropout, or more pictures."
    ).format(epoch=diagnosis.epoch, points=f"{diagnosis.gap_points or 0.0:.1f}")
