"""Show an answer with Streamlit's elements, for browsers in which the lens does not run."""

import streamlit as st

from ui.draw.served import Served
from ui.language import gettext as _
from ui.shared.recipe_words import percent_text


def show_served_answer(served: Served) -> None:
    """Show the answer, its probability, and a table of the ten probabilities."""
    answer = served.answer
    if answer is None:
        st.info(served.message)
    elif answer["number"] is not None:
        st.metric(_("Answer"), answer["number"])
    elif answer["reason"] in ("blank", "dot"):
        st.info(_("Draw a digit."))
    else:
        _show_digit(answer["label"], answer["class_names"], answer["probabilities"])


def _show_digit(label: int | None, names: list[str], values: list[float]) -> None:
    if label is None:
        closest = _("Closest: {digit}").format(digit=names[values.index(max(values))])
        st.metric(_("Answer"), "?", closest, delta_color="off", delta_arrow="off")
        st.info(_("This does not look like a digit."))
    else:
        st.metric(_("Answer"), names[label], percent_text(max(values)), delta_color="off", delta_arrow="off")
    st.dataframe({_("Class"): names, _("Probability"): [percent_text(value) for value in values]}, hide_index=True)
