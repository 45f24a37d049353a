"""Saving a changed pathway: who may, and what was done last."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.pathways.records import Pathway
from geo.pathways.versions import save_own
from geo.privacy.view import View
from geo.store.actor import actor
from pages.ui import state
from pages.ui.visitor import visitor
from pages.ui.widgets.errors import show_error

TOLD = "pathway:told"
OPEN = "pathway:open"  # code of the step that is being worded


def tends() -> bool:
    """Tell whether she changes pathways."""
    return visitor().may("act:edit_pathway")


def save(view: View, pathway: Pathway, done: str) -> None:
    """
    Save a pathway where it differs from the latest, and draw the screen anew.

    Parameters
    ----------
    done
        What to say once it is saved.
    """
    with show_error():
        save_own(state.store(), view.community.slug, pathway, who=actor())
        close()
        turn(done)


def close() -> None:
    """Word no step any more."""
    st.session_state.pop(OPEN, None)


def turn(done: str) -> None:
    """Draw the screen anew, and say there what was done."""
    st.session_state[TOLD] = done
    st.rerun()


def show_told() -> None:
    """Say what was done last, once."""
    sentence = st.session_state.pop(TOLD, None)
    if sentence:
        st.html(str(Markup('<div class="done" role="status">{}</div>').format(sentence)))
