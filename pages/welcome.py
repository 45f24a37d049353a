"""Where to begin, as long as there is nothing that the visitor could look at."""

import streamlit as st

from geo.communities.demonstration import SLUG, load_demo
from pages.ui import state
from pages.ui.access import protection_setup, sign_in_form
from pages.ui.shell import layout, navigation
from pages.ui.visitor import visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

here = visitor()
signed_out = here.role is None
if signed_out or (not here.guarded and (here.account or state.waiting())):
    with layout.sheet(state.say(f"access.title.{'out' if signed_out else 'protect'}")):
        if signed_out:
            sign_in_form.ask()
        else:
            protection_setup.ask()
        if here.account:
            sign_in_form.show_account(here)
    st.stop()

with layout.sheet(state.say("welcome.title")):
    display.big(state.say_rich("welcome.about"))
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
                navigation.go_to("place" if here.guarded else "access")
            if not here.guarded:
                display.soft(state.say("welcome.own_why"))
