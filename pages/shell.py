"""Every run passes here: the way out, language, community, menu; then the screen itself."""

import streamlit as st

from pages.ui import frame, menu, state
from pages.ui.faults import show_error

with show_error():
    frame.dress()
    menu.way_out()
    community = state.community()
    frame.call_it(community.name if community else state.say("shell.nowhere"))
    known = menu.pages()
    here = st.navigation(list(known.values()), position="top")
    menu.bar(known)
    here.run()
