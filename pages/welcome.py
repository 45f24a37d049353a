"""Welcome screen, shown while the visitor may see no community."""

import streamlit as st

from geo.communities.demonstration import DEMO_SLUG, load_demo
from pages.ui import state
from pages.ui.access import protection_setup, sign_in_form
from pages.ui.shell import layout, navigation
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

visitor = current_visitor()
signed_out = visitor.role is None
if signed_out or (
    not visitor.installation_protected
    and (visitor.account or state.count_unprotected_communities())
):
    with layout.single_column(state.gettext(f"access.title.{'out' if signed_out else 'protect'}")):
        if signed_out:
            sign_in_form.show_sign_in()
        else:
            protection_setup.show_setup_form()
        if visitor.account:
            sign_in_form.show_account(visitor)
    st.stop()

with layout.single_column(state.gettext("welcome.title")):
    display.show_headline(state.gettext_html("welcome.about"))
    with show_error():
        if visitor.has_permission("command:demo") and st.button(
            state.gettext("welcome.demo"), type="primary", key="demo", width="stretch"
        ):
            with st.spinner(state.gettext("welcome.loading")):
                state.with_store(load_demo)
                state.select_community(DEMO_SLUG)
                st.rerun()
        if visitor.has_permission("screen:setup"):
            if st.button(state.gettext("welcome.own"), key="own", width="stretch"):
                navigation.switch_page("setup" if visitor.installation_protected else "access")
            if not visitor.installation_protected:
                display.show_caption(state.gettext("welcome.own_why"))
