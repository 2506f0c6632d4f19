"""The form's settings in the page's address: a bookmark brings them back; a lesson's link hides controls, too."""

from urllib.parse import urlencode

import streamlit as st

from base.errors import RecipeError
from training.recipe.fields import FIELDS
from training.recipe.link import BASE, LOCK, LOCKABLE, from_query, locked_names, to_query
from training.recipe.recipes import Recipe
from ui import state
from ui.language import gettext as _
from ui.shared.address import is_own, remember
from ui.shared.recipe_fields import field_name
from ui.shared.recipe_words import NOTHING


def recipe_from_address() -> Recipe | None:
    """The recipe of the page's address, when the page is opened or its address was changed by the visitor.

    None where the address has no recipe, or no valid one, or the one that `keep_in_address` wrote. What a link locks
    stays locked while its visitor looks at other pages. An invalid address is answered with a sentence.
    """
    asked = _recipe_parameters()
    if not asked or is_own(state.TRAIN_LINK, asked):
        return None
    remember(state.TRAIN_LINK, asked)
    try:
        state.LOCKED.set(locked_names(st.query_params))
        return from_query(st.query_params)
    except RecipeError as error:
        _show_refusal(error)
        return None


def keep_in_address(recipe: Recipe) -> None:
    """Write the form's recipe, and what the lesson's link locks, into the page's address."""
    shown = to_query(recipe, locked())
    if _recipe_parameters() != shown:
        for name in _recipe_parameters().keys() - shown.keys():
            del st.query_params[name]
        st.query_params.update(shown)
    remember(state.TRAIN_LINK, shown)


def _recipe_parameters() -> dict[str, str]:
    return {name: st.query_params[name] for name in (BASE, *FIELDS, LOCK) if name in st.query_params}


def locked() -> frozenset[str]:
    """The names of the controls that the lesson's link hides: fields of `Recipe`, and "recipe" for choosing one."""
    return state.LOCKED.get()


def show_lesson_link(recipe: Recipe) -> None:
    """Draw a button that opens the link to a recipe, to copy, and the choice of what it hides."""
    with st.popover(_("Link"), icon=":material/link:"):
        st.caption(_("This link opens the form with these settings."))
        hides_all = st.toggle(_("Hide all controls"), key=state.LESSON_HIDES_ALL)
        chosen = st.multiselect(
            _("Hide these controls"),
            (BASE, *FIELDS),
            format_func=field_name,
            placeholder=NOTHING,
            select_all=False,
            disabled=hides_all,
            key=state.LESSON_HIDDEN,
        )
        query = urlencode(to_query(recipe, LOCKABLE if hides_all else chosen), safe=",")
        st.code(f"{st.context.url or ''}?{query}", language=None, wrap_lines=True)


def _show_refusal(error: RecipeError) -> None:
    """Say what of the address makes no sense: as plain text, for anybody may have written it."""
    with st.container(border=True):
        st.text(
            _("This link has an error: {field} cannot be {value}. The defaults are used instead.").format(
                **error.details
            )
        )
