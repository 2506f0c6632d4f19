"""The form's settings in the page's URL: bookmarks restore them, and lessons' links also hide controls."""

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
    """Return the URL's recipe when the page is opened or the visitor changed the URL.

    None if the URL has no valid recipe, or the one written by `keep_in_address`. Locked controls stay locked while the
    visitor is on other pages. An invalid URL shows a message.
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
    """Write the form's recipe and the locked controls into the page's URL."""
    shown = to_query(recipe, locked())
    if _recipe_parameters() != shown:
        for name in _recipe_parameters().keys() - shown.keys():
            del st.query_params[name]
        st.query_params.update(shown)
    remember(state.TRAIN_LINK, shown)


def _recipe_parameters() -> dict[str, str]:
    return {name: st.query_params[name] for name in (BASE, *FIELDS, LOCK) if name in st.query_params}


def locked() -> frozenset[str]:
    """Return the names of the hidden controls: fields of `Recipe`, and "recipe" for the choice of one."""
    return state.LOCKED.get()


def show_lesson_link(recipe: Recipe) -> None:
    """Draw a button that opens a dialog with the recipe's link and the choice of hidden controls."""
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
    """Show an invalid URL's error as plain text, as anybody may have written it."""
    with st.container(border=True):
        st.text(
            _("This link has an error: {field} cannot be {value}. The defaults are used instead.").format(
                **error.details
            )
        )
