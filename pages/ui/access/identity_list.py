"""Which people of the municipality open an account: link one, or take the links away."""

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
    """Offer to link people with an account, where the municipality has set up a provider."""
    issuer = oidc_settings.configured_issuer()
    if issuer is None:
        return
    known = state.with_store(count_linked_identities, account)
    display.show_heading(state.gettext("access.identity_head"))
    display.show_text(state.gettext("access.identity_why", account=account))
    display.show_caption(state.ngettext("access.links", known))
    with st.form("link_identity", border=False, clear_on_submit=True):
        said = st.text_input(state.gettext("access.identity"), key="identity", autocomplete="off")
        asked = st.form_submit_button(state.gettext("access.link"), key="link")
        gone = known and st.form_submit_button(state.gettext("access.unlink"), key="unlink")
    if asked:
        state.with_store(link_identity, account, said, issuer=issuer)
        admin_sections.rerun_with_message(state.gettext("access.linked", account=account))
    if gone:
        state.with_store(unlink_identity, account, said, issuer=issuer)
        admin_sections.rerun_with_message(state.gettext("access.unlinked", account=account))
    if known and st.button(state.gettext("access.unlink_all"), key="unlink_all"):
        ended = state.with_store(unlink_identities, account)
        admin_sections.rerun_with_message(
            state.ngettext("access.unlinked_all", ended, account=account)
        )
