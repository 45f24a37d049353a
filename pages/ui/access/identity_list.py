"""Identities of an OpenID provider linked with an account: link and unlink."""

from __future__ import annotations

import streamlit as st

from geo.access.identities import (
    count_linked_identities,
    link_identity,
    unlink_identities,
    unlink_identity,
)
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display
from server import oidc_settings


def show_identity_form(account: str) -> None:
    """Show the form that links identities with an account, if a provider is configured."""
    issuer = oidc_settings.configured_issuer()
    if issuer is None:
        return
    link_count = state.with_store(count_linked_identities, account)
    display.show_heading(state.gettext("access.identity_head"))
    display.show_text(state.gettext("access.identity_why", account=account))
    display.show_caption(state.ngettext("access.links", link_count))
    with st.form("link_identity", border=False, clear_on_submit=True):
        identity = st.text_input(
            state.gettext("access.identity"), key="identity", autocomplete="off"
        )
        link_clicked = st.form_submit_button(state.gettext("access.link"), key="link")
        unlink_clicked = link_count and st.form_submit_button(
            state.gettext("access.unlink"), key="unlink"
        )
    if link_clicked:
        state.with_store(link_identity, account, identity, issuer=issuer)
        admin_sections.rerun_with_message(state.gettext("access.linked", account=account))
    if unlink_clicked:
        state.with_store(unlink_identity, account, identity, issuer=issuer)
        admin_sections.rerun_with_message(state.gettext("access.unlinked", account=account))
    if link_count and st.button(state.gettext("access.unlink_all"), key="unlink_all"):
        unlinked_count = state.with_store(unlink_identities, account)
        admin_sections.rerun_with_message(
            state.ngettext("access.unlinked_all", unlinked_count, account=account)
        )
