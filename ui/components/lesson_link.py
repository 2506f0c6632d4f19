"""A link to a lesson: the form's settings in the page's address, and which of its controls are hidden."""

from urllib.parse import urlencode

import streamlit as st

from errors import RecipeError
from training.recipe_link import LOCKABLE, from_query, locked_names, to_query
from training.recipes import Recipe
from ui import state
from ui.components.recipe_fields import FIELDS, field_name
from ui.language import gettext as _


def recipe_from_address() -> Recipe | None:
    """What the page's address says that the form shall start with; None where it says nothing, or nothing that works.

    To be called once a session, when the form begins: what the address locks stays locked while its visitor looks at
    other pages, whose addresses say nothing of it. An address that makes no sense is answered with a sentence.
    """
    try:
        st.session_state[state.LOCKED] = locked_names(st.query_params)
        return from_query(st.query_params)
    except RecipeError as error:
        _show_refusal(error)
        return None


def locked() -> frozenset[str]:
    """The names of the controls that the lesson's link hides: fields of `Recipe`, and "recipe" for choosing one."""
    names: frozenset[str] = st.session_state.get(state.LOCKED, frozenset())
    return names


def show_lesson_link(recipe: Recipe) -> None:
    """Draw a button that opens the link to a recipe, to copy, and the choice of what it hides."""
    with st.popover(_("Link"), icon=":material/link:"):
        st.caption(_("Whoever opens this link finds these settings in the form."))
        hides_all = st.toggle(_("Hide all controls"), key=state.LESSON_HIDES_ALL)
        chosen = st.multiselect(
            _("Hide these controls"),
            FIELDS,
            format_func=field_name,
            placeholder=_("None"),
            disabled=hides_all,
            key=state.LESSON_HIDDEN,
        )
        query = urlencode(to_query(recipe, LOCKABLE if hides_all else chosen), safe=",")
        st.code(f"{st.context.url or ''}?{query}", language=None, wrap_lines=True)


def _show_refusal(error: RecipeError) -> None:
    """Say what of the address makes no sense: as plain text, for anybody may have written it."""
    with st.container(border=True):
        st.text(
            _("This link is not understood: {field} may not be {value}. The form starts as usual.").format(
                **error.details
            )
        )
