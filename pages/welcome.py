"""Where to begin, on an installation that holds no place yet."""

import streamlit as st

from geo.exchange.demo import SLUG, load_demo
from pages.ui import frame, menu, signing, state
from pages.ui.faults import show_error
from pages.ui.visitor import visitor

here = visitor()
if here.role is None:
    with frame.sheet(state.say("access.title.out")):
        signing.ask()
    st.stop()

with st.container(key="welcome"):
    st.title(state.say("welcome.title"), anchor=False)
    st.write(state.say("welcome.about"))
    if here.may("command:demo") and st.button(
        state.say("welcome.demo"), type="primary", key="demo", width="stretch"
    ):
        with show_error(), st.spinner(state.say("welcome.loading")):
            load_demo(state.store())
            state.choose_community(SLUG)
            st.rerun()
    if here.may("screen:place") and st.button(state.say("welcome.own"), key="own", width="stretch"):
        menu.go_to("place")
