"""Every run passes here: language, community, menu and the way out; then the screen itself."""

import streamlit as st

from pages.ui import frame, menu, state
from pages.ui.faults import show_error

with show_error():
    community = state.community()
    frame.dress(community.name if community else state.say("shell.nowhere"))
    known = menu.pages()
    here = st.navigation(list(known.values()), position="top")
    menu.way_out()
    menu.bar(known)
    here.run()
