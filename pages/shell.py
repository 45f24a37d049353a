"""Every run passes here: the way out, who is there, language, community, menu; then the screen."""

import streamlit as st

from pages.ui import frame, leaving, menu, state, turns, unlocking, visitor
from pages.ui.faults import show_error

with show_error(), turns.my_turn():
    frame.dress()
    leaving.way_out()
    unlocking.wait()
    with visitor.arriving():
        state.settle()
        community = state.community()
        frame.call_it(community.name if community else state.say("shell.nowhere"))
        frame.badge()
        known = menu.pages()
        menu.stay(known)
        here = st.navigation(list(known.values()), position="top")
        menu.bar(known)
        here.run()
