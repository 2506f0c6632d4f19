"""Why this answer: what becomes of it when parts of the drawing are hidden, drawn over the drawing."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from model_store import ModelCard
from recognition.explain_query import PATCH, WHY, ExplainQuery
from recognition.packed import unpack
from ui.inside.color_maps import by_magnitude, diverging, diverging_legend
from ui.inside.pixel_picture import over_ink, pixel_picture
from ui.language import gettext as _
from ui.shared.inside_answers import Answer, explained
from ui.shared.recipe_words import percent_text

SHOWN_PX = 336
# Of the largest fall; a smaller rise is hardly to be seen.
SPEAKS_AGAINST_FROM = 0.1


def show_why(card: ModelCard, digit: NDArray[np.uint8]) -> None:
    """Draw the occlusion map with an explanation.

    Args:
        card: of the model.
        digit: uint8 (28, 28), 0 paper to 255 ink.
    """
    answer = explained(ExplainQuery(card.id, WHY, digit.tobytes()))
    if answer is None:
        return
    name, falls = card.class_names[answer["answer"]], unpack(answer["falls"])
    sentences = why_sentences(answer, name, float(falls.max()), float(falls.min()))
    row, column = answer["position"]
    picture, words = st.columns([0.45, 0.55], gap="medium")
    with picture:
        colors = over_ink(diverging(by_magnitude(falls)), digit)
        square = (row, column, PATCH // 2) if falls.max() > 0 else None
        st.image(pixel_picture(colors, square=square), width=SHOWN_PX, alt=" ".join(sentences))
        st.html(diverging_legend(_("against {name}").format(name=name), _("for {name}").format(name=name)))
    with words:
        st.markdown(_("#### Why {name}?").format(name=name))
        for sentence in sentences:
            st.markdown(sentence)
        st.caption(
            _(
                "{side} × {side} pixels are hidden at a time. The color in their middle shows how much the "
                "answer's log-odds fall. Method: occlusion (Zeiler and Fergus 2014)."
            ).format(side=PATCH)
        )


def why_sentences(answer: Answer, name: str, most: float, least: float) -> list[str]:
    """Describe an occlusion map.

    Args:
        answer: see `Explainer.answer`.
        name: of the answer.
        most, least: the largest fall, and the smallest, below 0 for a rise.
    """
    now, left = (percent_text(share) for share in (answer["probabilities"][answer["answer"]], answer["left"]))
    sentences = [_("The network says {name}, confidence {percent}.").format(name=name, percent=now)]
    if answer["label"] is None:
        sentences = [_("The network sees no digit; the closest is {name}, {percent}.").format(name=name, percent=now)]
    if most > 0:
        sentences.append(
            _("With the ink in the frame hidden, {percent} is left: this part matters most.").format(percent=left)
        )
    else:
        sentences.append(_("No hidden part lowers its confidence."))
    if least < -SPEAKS_AGAINST_FROM * most:
        sentences.append(
            _("Blue parts speak against {name}: without them the confidence would be higher.").format(name=name)
        )
    return sentences
