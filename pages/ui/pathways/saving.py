"""Save pathways, check the right to edit, and show a message after the rerun."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.pathways.records import Pathway
from geo.pathways.versions import save_own_pathway
from geo.privacy.view import View
from geo.store.actor import current_actor
from pages.ui import state
from pages.ui.visitor import current_visitor
from pages.ui.widgets.errors import show_error

MESSAGE_KEY = "pathway:told"
EDITED_STEP_KEY = "pathway:open"  # code of the step that is being edited


def can_edit_pathways() -> bool:
    """Return whether the visitor may edit pathways."""
    return current_visitor().has_permission("act:edit_pathway")


def save_pathway(view: View, pathway: Pathway, message: str) -> None:
    """
    Save a pathway if it differs from the latest version, and rerun the screen.

    Parameters
    ----------
    message
        Shown after saving.
    """
    with show_error():
        state.with_store(save_own_pathway, view.community.slug, pathway, saved_by=current_actor())
        close_step_form()
        rerun_with_message(message)


def close_step_form() -> None:
    """Close the form of the edited step."""
    st.session_state.pop(EDITED_STEP_KEY, None)


def rerun_with_message(message: str) -> None:
    """Rerun the screen, and show a message there."""
    st.session_state[MESSAGE_KEY] = message
    st.rerun()


def show_message() -> None:
    """Show the message of the last action, once."""
    message = st.session_state.pop(MESSAGE_KEY, None)
    if message:
        st.html(str(Markup('<div class="done" role="status">{}</div>').format(message)))
