"""A model's figures: loss, accuracy and its interval, training against test, per class, the first 20 images."""

import html
import math

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import image_data
from evaluation.measurement_cache import Arrays
from evaluation.metrics import by_class, confusion, right_answers
from model_store import ModelCard
from ui.evaluate.choice import Choice
from ui.evaluate.words import captioned, interval_text
from ui.language import gettext as _
from ui.shared.image_strip import Captioned, show_image_strip
from ui.shared.measured import measured
from ui.shared.model_words import model_name
from ui.shared.recipe_words import percent_text
from ui.shared.run_words import measured_gap_text

FIRST = 20
FIRST_PX = 44


def show_figures(choice: Choice) -> None:
    """Show the view; for a second model, the parts that fit beside the first."""
    columns = st.columns(len(choice.cards), gap="medium")
    found = [_show_whole(card, column) for card, column in zip(choice.cards, columns, strict=True)]
    if found[0] is not None and choice.other is None:
        left, right = st.columns([0.42, 0.58], gap="medium")
        left.html(_class_table(choice.card, found[0]))
        with right:
            _show_first(choice.card, found[0])


def _show_whole(card: ModelCard, column: DeltaGenerator) -> Arrays | None:
    """Show the figures of the whole data set, with the measured ones once they are available."""
    with column.container(border=True, gap="xsmall"):
        st.text(model_name(card))
        found = measured(card, "predictions")
        if found is not None:
            _show_whole_figures(card, found)
    return found


def _show_whole_figures(card: ModelCard, found: Arrays) -> None:
    probabilities, labels = found["probabilities"], image_data.load(card.dataset).y_test
    right, trained = right_answers(probabilities, labels), float(found["train_accuracy"])
    tested = float(right.mean())
    figures = [
        (_("Test accuracy"), percent_text(tested, 2), interval_text(int(right.sum()), len(right))),
        (_("Test loss"), f"{float(found['test_loss']):.4f}", None),
        (_("Training accuracy"), percent_text(trained, 2), None),
        (_("Training loss"), f"{float(found['train_loss']):.4f}", None),
        (_("Gap"), _("{points} points").format(points=f"{(trained - tested) * 100:.2f}"), None),
    ]
    with st.container(horizontal=True, gap="medium", key=f"whole_figures_{card.id}"):
        for name, value, interval in figures:
            st.metric(name, value, delta=interval, delta_color="off", delta_arrow="off", width="content")
    st.caption(measured_gap_text(trained, tested))


def _class_table(card: ModelCard, found: Arrays) -> str:
    matrix = confusion(found["probabilities"], image_data.load(card.dataset).y_test)
    heads = (
        (_("Class"), ""),
        (_("Images"), ""),
        (_("Precision"), _("Of the images it put in this class, the share that belongs there")),
        (_("Recall"), _("Of the images of this class, the share it found")),
    )
    head = "".join(f'<th title="{html.escape(hint)}">{html.escape(name)}</th>' for name, hint in heads)
    body = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{each.count:,}</td><td>{_share(each.precision)}</td>"
        f"<td>{_share(each.recall)}</td></tr>"
        for name, each in zip(card.class_names, by_class(matrix), strict=True)
    )
    return f'<table class="class-figures"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _show_first(card: ModelCard, found: Arrays) -> None:
    """Show the first test images with their predictions, as in the tutorials."""
    probabilities, labels = found["probabilities"][:FIRST], image_data.load(card.dataset).y_test[:FIRST]
    st.markdown(_("**The first 20 test images** and its answers"))
    images = captioned(card, probabilities, range(FIRST))
    names = [card.class_names[row.argmax()] for row in probabilities]
    show_image_strip(
        [Captioned(each.image, name, each.alt, each.is_wrong) for each, name in zip(images, names, strict=True)],
        FIRST_PX,
    )
    predictions = " ".join(str(row.argmax()) for row in probabilities)
    st.code(f"predictions [{predictions}]\nlabels      [{' '.join(map(str, labels))}]", language=None, wrap_lines=True)


def _share(share: float) -> str:
    return "–" if math.isnan(share) else percent_text(share)
