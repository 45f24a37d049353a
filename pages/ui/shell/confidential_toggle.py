"""Reserved places: shown to a coordinator who asks for them, and covered again."""

from __future__ import annotations

import streamlit as st

from pages.ui import state
from pages.ui.visitor import visitor
from pages.ui.widgets import display


def offer() -> None:
    """Offer a coordinator to show reserved places; it is written down that she asked."""
    if not visitor().may("act:reveal") or state.community() is None:
        return
    if state.audience() == "coordinator":
        display.soft(state.say("reserved.shown"))
        if st.button(state.say("reserved.cover"), icon=":material/visibility_off:", key="cover"):
            state.cover()
            st.rerun()
        return
    if st.button(state.say("reserved.reveal"), icon=":material/visibility:", key="reveal"):
        state.reveal()
        st.rerun()
    display.soft(state.say("reserved.noted"))
