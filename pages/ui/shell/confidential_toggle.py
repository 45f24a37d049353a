"""Button that shows or hides confidential locations for a coordinator."""

from __future__ import annotations

import streamlit as st

from pages.ui import state
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display


def show_toggle() -> None:
    """Let a coordinator show or hide confidential locations; showing them is audited."""
    if not current_visitor().has_permission("act:reveal") or state.community() is None:
        return
    if state.audience() == "coordinator":
        display.show_caption(state.gettext("confidential.shown"))
        if st.button(
            state.gettext("confidential.cover"), icon=":material/visibility_off:", key="cover"
        ):
            state.hide_confidential()
            st.rerun()
        return
    if st.button(state.gettext("confidential.reveal"), icon=":material/visibility:", key="reveal"):
        state.show_confidential()
        st.rerun()
    display.show_caption(state.gettext("confidential.noted"))
