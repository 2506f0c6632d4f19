"""An answer in Streamlit's own elements, for a page whose lens cannot run its script."""

import streamlit as st

from ui.components.lens import Served
from ui.language import gettext as _


def show_served_answer(served: Served) -> None:
    """The answer, its probability, and the ten probabilities as a table."""
    answer = served.answer
    if answer is None:
        st.info(served.message)
    elif answer["label"] is None:
        st.info(_("Draw a digit, as large as you like."))
    else:
        names, values = answer["class_names"], answer["probabilities"]
        st.metric(_("Answer"), names[answer["label"]], f"{max(values):.1%}", delta_color="off", delta_arrow="off")
        st.dataframe({_("Class"): names, _("Probability"): values}, hide_index=True)
