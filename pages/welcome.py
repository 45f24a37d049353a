"""Where to begin, on an installation that holds no place yet."""

import streamlit as st

from geo.exchange.demo import SLUG, load_demo
from pages.ui import menu, state
from pages.ui.faults import show_error

with st.container(key="welcome"):
    st.title(state.say("welcome.title"), anchor=False)
    st.write(state.say("welcome.about"))
    if st.button(state.say("welcome.demo"), type="primary", key="demo", width="stretch"):
        with show_error(), st.spinner(state.say("welcome.loading")):
            load_demo(state.store())
            state.choose_community(SLUG)
            st.rerun()
    if (menu.PAGES / "place.py").is_file() and st.button(
        state.say("welcome.own"), key="own", width="stretch"
    ):
        menu.go_to("place")
