"""What a neuron, a filter or a map is called."""

from model_store import ModelCard
from ui.language import gettext as _
from ui.shared.inside_answers import Answer


def unit_name(step: Answer, unit: int, answer: Answer, card: ModelCard) -> str:
    """E.g. "Neuron 17", "Filter 3", "Map 3" of a layer without weights; of the last step, what it stands for.

    Args:
        step: of `answer`, see `Explainer.answer`.
        unit: counted from 0.
        answer: the answer about the network.
        card: of the model.
    """
    if step is answer["steps"][-1]:
        return card.class_names[unit] if unit < len(card.class_names) else _("no digit")
    if step["kind"] == "Dense":
        return _("Neuron {number}").format(number=unit + 1)
    if step["kind"] == "Conv2D":
        return _("Filter {number}").format(number=unit + 1)
    return _("Map {number}").format(number=unit + 1)


def number_words(value: float, sign: str = "") -> str:
    """A value with two decimals and a true minus.

    Args:
        value: any.
        sign: "+" has a plus stand before what is above zero.
    """
    return f"{value:{sign}.2f}".replace("-", "−")
