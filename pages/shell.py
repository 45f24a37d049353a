"""Entry script of every run: quick exit, sign-in, language, community, menu, then the screen."""

import streamlit as st

from pages.ui import state, visitor
from pages.ui.shell import layout, navigation, quick_exit, render_limit, unlocking
from pages.ui.widgets.errors import show_error

with show_error(), render_limit.limit_concurrency():
    layout.configure_page()
    quick_exit.show_exit_link()
    unlocking.require_passphrase()
    with visitor.identify_visitor():
        state.reset_on_audience_change()
        community = state.community()
        layout.set_page_title(community.name if community else state.gettext("shell.nowhere"))
        layout.show_notice_badge()
        available_pages = navigation.list_pages()
        navigation.redirect_unknown_page(available_pages)
        current_page = st.navigation(list(available_pages.values()), position="top")
        navigation.show_menu_bar(available_pages, current_page)
        current_page.run()
