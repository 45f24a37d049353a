"""Where to begin, as long as there is nothing that the visitor could look at."""

import streamlit as st

from geo.exchange.demo import SLUG, load_demo
from pages.ui import frame, menu, protecting, show, signing, state
from pages.ui.faults import show_error
from pages.ui.visitor import visitor

here = visitor()
signed_out = here.role is None
if signed_out or (not here.guarded and (here.account or state.waiting())):
    with frame.sheet(state.say(f"access.title.{'out' if signed_out else 'protect'}")):
        if signed_out:
            signing.ask()
        else:
            protecting.ask()
        if here.account:
            signing.show_account(here)
    st.stop()

with frame.sheet(state.say("welcome.title")):
    show.big(state.say_rich("welcome.about"))
    with show_error():
        if here.may("command:demo") and st.button(
            state.say("welcome.demo"), type="primary", key="demo", width="stretch"
        ):
            with st.spinner(state.say("welcome.loading")):
                load_demo(state.store())
                state.choose_community(SLUG)
                st.rerun()
        if here.may("screen:place"):
            if st.button(state.say("welcome.own"), key="own", width="stretch"):
                menu.go_to("place" if here.guarded else "access")
            if not here.guarded:
                show.soft(state.say("welcome.own_why"))
