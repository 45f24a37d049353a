"""Every run passes here: the way out, who is there, language, community, menu; then the screen."""

import streamlit as st

from pages.ui import state, visitor
from pages.ui.shell import layout, navigation, quick_exit, render_limit, unlocking
from pages.ui.widgets.errors import show_error

with show_error(), render_limit.my_turn():
    layout.dress()
    quick_exit.way_out()
    unlocking.wait()
    with visitor.arriving():
        state.settle()
        community = state.community()
        layout.call_it(community.name if community else state.say("shell.nowhere"))
        layout.badge()
        known = navigation.pages()
        navigation.stay(known)
        here = st.navigation(list(known.values()), position="top")
        navigation.bar(known)
        here.run()
